package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PackTest {

  private static final GoldenIndex.Stored PLAIN = GoldenIndex.pack(0, 0);
  private static final GoldenIndex.Stored REFINED = GoldenIndex.pack(1, 4);
  private static final String NAME = "some/pack";

  @Test
  void aPackFindsItsCells() {
    Pack pack = open(REFINED, REFINED.bytes());
    assertThat(pack.cells()).isEqualTo(2);
    assertThat(pack.find(2)).isZero();
    assertThat(pack.find(65_536)).isEqualTo(1);
    assertThat(pack.find(3)).isNegative();
    assertThat(pack.find(0)).isNegative();
    assertThat(pack.rows()).isEqualTo(11);
    assertThat(pack.entries()).isEqualTo(12);
    PackCell cell = pack.cellAt(0);
    assertThat(cell.members()).isEqualTo(9);
    assertThat(cell.spilled()).isEqualTo(1);
    assertThat(cell.radius()).isEqualTo(18);
    assertThat(cell.refBytes()).isEqualTo(2);
    assertThat(cell.blocks()).isEqualTo(2);
  }

  @Test
  void anchorsComeFromTheRunsOrFromTheBatch() {
    Pack refined = open(REFINED, REFINED.bytes());
    assertThat(anchors(refined, REFINED.bytes(), 0))
        .startsWith(GoldenIndex.anchor(1_001), GoldenIndex.anchor(1_002))
        .endsWith((78L << 41) + 159, GoldenIndex.anchor(1_000));
    Pack plain = open(PLAIN, PLAIN.bytes());
    assertThat(anchors(plain, PLAIN.bytes(), 1))
        .containsExactly(GoldenIndex.anchor(1_000), GoldenIndex.anchor(1_260));
    PackEntry moved = PLAIN.entry().movedTo(500);
    Pack elsewhere = Pack.open(NAME, bytes(PLAIN.bytes()), moved);
    assertThat(anchors(elsewhere, PLAIN.bytes(), 1)).containsExactly(500L, 760L);
  }

  @Test
  void sectionsHoldBlocksAndColumns() {
    Pack pack = open(REFINED, REFINED.bytes());
    PackLayout layout = pack.layout();
    PackCell cell = pack.cellAt(0);
    ByteBuffer bytes = ByteBuffer.wrap(REFINED.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int second = (int) cell.offset() + layout.blockBytes();
    assertThat(bytes.getLong(second + 8)).isEqualTo(0x0123456789abcdefL * 10);
    assertThat(bytes.getFloat(second + 64 + 4)).isEqualTo(9.5f);
    assertThat(bytes.getFloat(second + 64 + 8)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(bytes.getFloat(second + 96 + 4)).isEqualTo(-9f);
    assertThat(bytes.getFloat((int) layout.norms(cell) + 36)).isEqualTo(19f);
    assertThat(bytes.getFloat((int) layout.errors(cell) + 36)).isEqualTo(2.25f);
    assertThat(bytes.get((int) layout.refinements(cell) + 9 * 32)).isEqualTo((byte) 144);
    assertThat(bytes.getFloat((int) layout.refinementAdds(cell) + 36)).isEqualTo(29f);
    assertThat(bytes.getFloat((int) layout.refinementScales(cell) + 36)).isEqualTo(-29f);
    assertThat(bytes.getFloat((int) layout.refinementErrors(cell) + 36)).isEqualTo(0.1f);
    assertThat(layout.end(cell)).isEqualTo(pack.cellAt(1).offset());
  }

  @Test
  void aPackOfAnotherCompressorIsRefused() {
    Pack pack = open(REFINED, REFINED.bytes());
    pack.requireMadeBy(Space.ref("compressor", 3, 99), GoldenIndex.compressor());
    assertThatThrownBy(
            () -> pack.requireMadeBy(Space.ref("other", 0, 99), GoldenIndex.compressor()))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(NAME);
  }

  @Test
  void theLongestCodeIsThatOfTheLongestVector() {
    int code = VectorCompressor.codeDimension(EmbeddingType.MAX_DIMENSION);
    PackLayout layout = new PackLayout(code / Long.SIZE, 0);
    PackHeader header =
        new PackHeader(layout, 1, 1, 1, 0, Space.id("spatial"), Space.id("compressor"));
    ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(header.encode(), PackHeader.MAX_BYTES));

    assertThat(PackHeader.decode(bytes, NAME)).isEqualTo(header);
  }

  private record Damage(int offset, int value, String message) {}

  @Test
  void damagedHeadsSayWhatIsWrong() {
    Pack pack = open(REFINED, REFINED.bytes());
    int directory = (int) pack.sectionsOffset() - 64 - 128;
    int runs = directory + 128;
    for (Damage damage :
        List.of(
            new Damage(directory - 1, 1, "zero bytes"),
            new Damage(directory, 3, "first cell 3"),
            new Damage(directory + 3, 0x7f, "ascending cells"),
            new Damage(directory + 4, 200, "12 entries"),
            new Damage(directory + 7, 0x80, "12 entries"),
            new Damage(directory + 8, 0, "12 entries"),
            new Damage(directory + 12, 9, "references of 1 to 8 bytes"),
            new Damage(directory + 12, 0, "references of 1 to 8 bytes"),
            new Damage(directory + 19, 0xff, "a radius"),
            new Damage(directory + 20, 1, "four zero bytes"),
            new Damage(directory + 25, 2, "refers to row"),
            new Damage(directory + 31, 0x80, "a first reference"),
            new Damage(directory + 32, 1, "a section at"),
            new Damage(directory + 40, 2, "last cell 65538"),
            new Damage(directory + 42, 0, "ascending cells"),
            new Damage(runs, 0, "first anchor"),
            new Damage(runs + 7, 0x80, "anchors of one lane"),
            new Damage(runs + 8, 0, "anchors of one lane"),
            new Damage(runs + 16 + 5, 154, "anchors behind"))) {
      byte[] bytes = REFINED.bytes().clone();
      bytes[damage.offset()] = (byte) damage.value();
      assertThatThrownBy(() -> open(REFINED, bytes))
          .as("%s", damage)
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(NAME)
          .hasMessageContaining(damage.message());
    }
  }

  @Test
  void anyChangedByteBeforeTheSectionsOpensOrIsCorrupt() {
    SplittableRandom random = new SplittableRandom(5);
    for (GoldenIndex.Stored stored : List.of(PLAIN, REFINED)) {
      int head = (int) open(stored, stored.bytes()).sectionsOffset();
      for (int i = 0; i < 5_000; i++) {
        byte[] bytes = stored.bytes().clone();
        for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
          bytes[random.nextInt(head)] = (byte) random.nextInt();
        }
        try {
          open(stored, bytes);
        } catch (CorruptObject | UnsupportedFormat refused) {
          assertThat(refused.getMessage()).contains(NAME);
        }
      }
    }
  }

  @Test
  void aPackOfAnotherLengthIsRefused() {
    byte[] bytes = Arrays.copyOf(REFINED.bytes(), REFINED.bytes().length + 64);
    PackEntry entry = REFINED.entry();
    for (long length : new long[] {10, 200, 300, entry.pack().lengthBytes() - 64, bytes.length}) {
      PackEntry other =
          new PackEntry(
              Space.ref("pack", 0, length),
              1,
              entry.firstCell(),
              entry.lastCell(),
              entry.firstAnchor(),
              entry.rows(),
              entry.entries(),
              null);
      assertThatThrownBy(() -> Pack.open(NAME, bytes(bytes), other))
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(NAME);
    }
  }

  private static Pack open(GoldenIndex.Stored stored, byte[] bytes) {
    return Pack.open(NAME, bytes(bytes), stored.entry());
  }

  private static PackBytes bytes(byte[] bytes) {
    return (offset, length) ->
        ByteBuffer.wrap(bytes).slice((int) offset, length).asReadOnlyBuffer();
  }

  private static long[] anchors(Pack pack, byte[] bytes, int index) {
    PackCell cell = pack.cellAt(index);
    long offset = pack.layout().references(cell);
    ByteBuffer references = bytes(bytes).at(offset, (int) (pack.layout().norms(cell) - offset));
    long[] anchors = new long[cell.entries()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = pack.anchor(cell, references, i);
    }
    return anchors;
  }
}
