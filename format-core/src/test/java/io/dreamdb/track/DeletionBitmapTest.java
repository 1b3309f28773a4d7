package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.RoaringBitmap;

class DeletionBitmapTest {

  private static final int ROWS = 400_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void theSameOffsetsGiveTheSameBytesWhateverTheWay(long seed) throws IOException {
    Random random = new Random(seed);
    BitSet model = offsets(random);
    byte[] ascending = of(model).toBytes();

    assertThat(shuffled(model, random).toBytes()).as("seed %d", seed).isEqualTo(ascending);
    assertThat(inRuns(model).toBytes()).as("seed %d", seed).isEqualTo(ascending);
    assertThat(shrunk(model).toBytes()).as("seed %d", seed).isEqualTo(ascending);
    assertThat(asUnion(model, random).toBytes()).as("seed %d", seed).isEqualTo(ascending);
    assertThat(asTheLibraryOptimisesIt(model).toBytes()).as("seed %d", seed).isEqualTo(ascending);
    assertThat(shrunk(model)).isEqualTo(of(model)).hasSameHashCodeAs(of(model));

    DeletionBitmap decoded = decode(ascending);
    assertThat(decoded).as("seed %d", seed).isEqualTo(of(model));
    assertThat(BitSet.valueOf(decoded.words(ROWS))).isEqualTo(model);
    assertThat(decoded.cardinality()).isEqualTo(model.cardinality());
    assertThat(decoded.last()).isEqualTo(model.length() - 1);
  }

  /** Isolated offsets, runs, and whole containers, each with some chance. */
  private static BitSet offsets(Random random) {
    BitSet offsets = new BitSet();
    for (int container = 0; container < ROWS >>> 16; container++) {
      int base = container << 16;
      switch (random.nextInt(6)) {
        case 0 -> random.ints(random.nextInt(50), 0, 1 << 16).forEach(i -> offsets.set(base + i));
        case 1 -> random.ints(20_000, 0, 1 << 16).forEach(i -> offsets.set(base + i));
        case 2 -> offsets.set(base, base + (1 << 16));
        case 3 -> {
          for (int i = 0; i < 5_000; i++) {
            offsets.set(base + 13 * i, base + 13 * i + 1 + random.nextInt(3));
          }
        }
        case 4 -> {
          int from = random.nextInt(1 << 15);
          offsets.set(base + from, base + from + random.nextInt(1 << 15));
          offsets.set(base + 65_535);
        }
        default -> {
          // this container stays empty
        }
      }
    }
    offsets.set(random.nextInt(ROWS));
    return offsets;
  }

  private static DeletionBitmap of(BitSet offsets) {
    return DeletionBitmap.of(offsets.stream().toArray());
  }

  private static DeletionBitmap shuffled(BitSet offsets, Random random) {
    List<Integer> order = new ArrayList<>(offsets.stream().boxed().toList());
    Collections.shuffle(order, random);
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    order.forEach(builder::add);
    return builder.build();
  }

  private static DeletionBitmap inRuns(BitSet offsets) {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    for (int from = offsets.nextSetBit(0); from >= 0; ) {
      int to = offsets.nextClearBit(from);
      builder.add(from, to);
      from = offsets.nextSetBit(to);
    }
    return builder.build();
  }

  private static DeletionBitmap shrunk(BitSet offsets) {
    BitSet others = new BitSet();
    others.set(0, 1 << 19);
    others.andNot(offsets);
    return DeletionBitmap.ofRange(0, 1 << 19).minus(of(others));
  }

  private static DeletionBitmap asUnion(BitSet offsets, Random random) {
    BitSet half = new BitSet();
    offsets.stream().filter(i -> random.nextBoolean()).forEach(half::set);
    BitSet rest = (BitSet) offsets.clone();
    rest.andNot(half);
    assertThat(of(half).intersects(of(rest))).isFalse();
    return of(half).union(of(rest));
  }

  /** What the library reads is canonical again when it is written here. */
  private static DeletionBitmap asTheLibraryOptimisesIt(BitSet offsets) throws IOException {
    RoaringBitmap library = RoaringBitmap.bitmapOf(offsets.stream().toArray());
    library.runOptimize();
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    for (int offset : library) {
      builder.add(offset);
    }
    return builder.build();
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24})
  void theLibraryReadsWhatIsWrittenHere(long seed) throws IOException {
    BitSet model = offsets(new Random(seed));
    RoaringBitmap library = new RoaringBitmap();
    library.deserialize(ByteBuffer.wrap(of(model).toBytes()));
    assertThat(library.validate()).isTrue();
    assertThat(library.toArray()).as("seed %d", seed).isEqualTo(model.stream().toArray());
  }

  @ParameterizedTest
  @CsvSource({
    // no container
    "'', 3a30000000000000",
    // an array of one: a run would take 6 bytes
    "7, 3a300000010000000000000010000000" + "0700",
    // three neighbours: array and run take 6 bytes each, so array
    "1 2 3, 3a300000010000000000020010000000" + "010002000300",
    // four: the run is shorter; with fewer than four containers there are no offsets then
    "1 2 3 4, 3b300000" + "01" + "00000300" + "0100" + "01000300",
    // two arrays
    "5 65541, 3a3000000200000000000000010000001800000 01a000000" + "0500" + "0500",
  })
  void containersHaveTheBytesOfTheSpecification(String offsets, String hex) {
    int[] values =
        offsets.isEmpty()
            ? new int[0]
            : Arrays.stream(offsets.split(" ")).mapToInt(Integer::parseInt).toArray();
    byte[] expected = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(DeletionBitmap.of(values).toBytes()).isEqualTo(expected);
    assertThat(decode(expected)).isEqualTo(DeletionBitmap.of(values));
  }

  @Test
  void theContainerRuleHoldsAtItsBorders() {
    // 4,096 isolated values are an array, 4,097 a bitmap of 8,192 bytes.
    assertThat(everySecond(4_096).toBytes()).hasSize(16 + 8_192);
    assertThat(everySecond(4_097).toBytes()).hasSize(16 + 8_192);
    assertThat(everySecond(4_097).toBytes()[16]).isEqualTo((byte) 0x55);
    // 2,047 runs take 8,190 bytes, fewer than a bitmap; 2,048 take 8,194.
    assertThat(runsOfFive(2_047).toBytes()).hasSize(4 + 1 + 4 + 8_190);
    assertThat(runsOfFive(2_048).toBytes()).hasSize(16 + 8_192);
  }

  private static DeletionBitmap everySecond(int count) {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    for (int i = 0; i < count; i++) {
      builder.add(2 * i);
    }
    return builder.build();
  }

  private static DeletionBitmap runsOfFive(int count) {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    for (int i = 0; i < count; i++) {
      builder.add(7 * i, 7 * i + 5);
    }
    return builder.build();
  }

  @Test
  void whatTheLibraryWritesIsRefusedWhereItsChoiceIsAnother() {
    // Four neighbours as an array.
    RoaringBitmap plain = RoaringBitmap.bitmapOf(1, 2, 3, 4);
    ByteBuffer bytes = ByteBuffer.allocate(plain.serializedSizeInBytes());
    plain.serialize(bytes);
    assertRefused(bytes.array(), "the one form of container 0 at byte 16");
    // Three neighbours as a run.
    assertRefused(
        "3b3000000100000200" + "0100" + "01000200", "the one form of container 0 at byte 9");
    // Two runs that are neighbours.
    assertRefused(
        "3b3000000100000f00" + "0200" + "00000700" + "08000700",
        "the one form of container 0 at byte 9");
    // Values that descend, and one twice.
    assertRefused("3a30000001000000000001001000000005000400", "the one form of container 0");
    assertRefused("3a30000001000000000001001000000005000500", "the one form of container 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                   | a cookie of Roaring bitmaps at byte 0",
        "3a3000000000                         | a cookie of Roaring bitmaps at byte 0",
        "3a30010000000000                     | a cookie of Roaring bitmaps at byte 0",
        "3a300000ffffffff                     | at most 256 containers at byte 4",
        "3a30000001010000                     | at most 256 containers at byte 4",
        "3b30000101000000                     | at most 256 containers at byte 0",
        "3a30000001000000                     | a whole header at byte 0",
        "3b300000000000000100                 | a whole container at byte 9",
        "3a30000001000000000000001000000007   | a whole container at byte 16",
        "3a3000000100000000000000100000000700ff | the end at byte 18",
        "3a300000010000000000000011000000070000 | the end at byte 18",
        "3a3000000100000000000000110000000700 | the header of these containers at byte 12",
        "3a3000000100000000010000100000000700 | ascending keys below 256 at byte 8",
        "3a30000002000000000000000000000018000000 1a00000007000800 | ascending keys below 256 at byte 12",
        "3b3000000100000300ffff               | a whole container at byte 9",
        "3b30000001000003000000               | a whole container at byte 9",
        "3b30000001000003000100feff0300       | runs within 65,536 values at byte 9",
        "3b3000000300000300010001000300       | the header of these containers at byte 4",
      })
  void otherBytesAreRefused(String hex, String expected) {
    assertRefused(hex, expected);
  }

  @Test
  void aHeaderWithRunsWithoutARunIsRefused() {
    assertRefused("3b30000000" + "00000000" + "0700", "the header of these containers at byte 0");
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36})
  void changedBytesAreRefusedOrAreAnotherSet(long seed) {
    Random random = new Random(seed);
    BitSet model = new BitSet();
    random.ints(40, 0, 300_000).forEach(model::set);
    model.set(140_000, 140_500);
    byte[] bytes = of(model).toBytes();
    for (int i = 0; i < 3_000; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        DeletionBitmap other = decode(changed);
        assertThat(other.toBytes()).as("seed %d", seed).isEqualTo(changed);
      } catch (CorruptObject e) {
        assertThat(e).hasMessageContaining("deletion bitmap");
      }
    }
  }

  private static void assertRefused(String hex, String expected) {
    assertRefused(HexFormat.of().parseHex(hex.replace(" ", "")), expected);
  }

  private static void assertRefused(byte[] bytes, String expected) {
    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith("entry.deletions: expected " + expected);
  }

  private static DeletionBitmap decode(byte[] bytes) {
    return DeletionBitmap.decode(ByteBuffer.wrap(bytes), "entry.deletions");
  }

  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43})
  void setsOperateAsBitSetsDo(long seed) {
    Random random = new Random(seed);
    BitSet left = offsets(random);
    BitSet right = offsets(random);
    BitSet union = (BitSet) left.clone();
    union.or(right);
    BitSet minus = (BitSet) left.clone();
    minus.andNot(right);

    assertThat(of(left).union(of(right))).as("seed %d", seed).isEqualTo(of(union));
    assertThat(of(left).minus(of(right))).as("seed %d", seed).isEqualTo(of(minus));
    assertThat(of(left).intersects(of(right))).isEqualTo(left.intersects(right));
    assertThat(of(left).equals(of(right))).isEqualTo(left.equals(right));
    DeletionBitmap bitmap = of(left);
    for (int i = 0; i < 1_000; i++) {
      int offset = random.nextInt(ROWS);
      assertThat(bitmap.contains(offset)).isEqualTo(left.get(offset));
    }
  }

  @Test
  void wordsRefuseOffsetsBeyondTheRows() {
    assertThat(DeletionBitmap.of(0, 64).words(65)).containsExactly(1, 1);
    assertThatThrownBy(() -> DeletionBitmap.of(64).words(64))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(DeletionBitmap.EMPTY.words(3)).containsExactly(0);
    assertThatThrownBy(() -> DeletionBitmap.of(1 << 24)).hasMessageContaining("16777216");
    assertThatThrownBy(() -> DeletionBitmap.of(-1)).hasMessageContaining("-1");
  }

  @Test
  void aWholeBatchCanBeDeleted() {
    DeletionBitmap all = DeletionBitmap.ofRange(0, BatchEntry.MAX_ROWS);
    assertThat(all.cardinality()).isEqualTo(BatchEntry.MAX_ROWS);
    // 256 containers of one run: cookie, flags, descriptors, offsets, runs.
    assertThat(all.toBytes()).hasSize(4 + 32 + 256 * (4 + 4 + 6));
    assertThat(decode(all.toBytes())).isEqualTo(all);
  }
}
