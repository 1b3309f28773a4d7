package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborItem;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorRunsTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anchorsComeBackInOrder(long seed) {
    Random random = new Random(seed);
    TreeSet<Long> model = new TreeSet<>();
    for (int i = 0; i < 200; i++) {
      long first = random.nextLong() >>> 1 + random.nextInt(60);
      for (int k = random.nextInt(5); k >= 0 && first + k >= 0; k--) {
        model.add(first + k);
      }
    }
    long[] anchors = model.stream().mapToLong(Long::longValue).toArray();
    AnchorRuns runs = AnchorRuns.of(anchors);

    assertThat(runs.count()).as("seed %d", seed).isEqualTo(anchors.length);
    assertThat(anchors(runs)).as("seed %d", seed).isEqualTo(anchors);
    assertThat(decode(hex(runs), anchors.length)).isEqualTo(runs);
    assertThat(inOnePiece(model)).isEqualTo(runs);
  }

  /** The same set given as runs of several anchors. */
  private static AnchorRuns inOnePiece(TreeSet<Long> anchors) {
    AnchorRuns.Builder builder = new AnchorRuns.Builder();
    for (long anchor : anchors) {
      if (anchors.contains(anchor - 1)) {
        continue;
      }
      int length = 1;
      while (anchors.contains(anchor + length)) {
        length++;
      }
      builder.add(anchor, length);
    }
    return builder.build();
  }

  private static long[] anchors(AnchorRuns runs) {
    long[] anchors = new long[runs.count()];
    PrimitiveIterator.OfLong iterator = runs.iterator();
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = iterator.nextLong();
    }
    assertThat(iterator.hasNext()).isFalse();
    return anchors;
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 1, 0",
    "0001, 2, 0 1",
    "050001000200, 3, 5 7 10",
    "ac0200, 1, 300",
    "ffffffffffffffff7f00, 1, 9223372036854775807",
    "feffffffffffffff7f01, 2, 9223372036854775806 9223372036854775807",
  })
  void runsHaveTheBytesOfTheSpecification(String hex, int count, String anchors) {
    long[] expected = Arrays.stream(anchors.split(" ")).mapToLong(Long::parseLong).toArray();
    assertThat(hex(AnchorRuns.of(expected))).isEqualTo(hex);
    assertThat(anchors(decode(hex, count))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000000             | 2 | a gap before the run at byte 2",
        "05               | 1 | a whole number at byte 1",
        "85               | 1 | a whole number at byte 0",
        "8500             | 1 | the shortest form of the number at byte 0",
        "858000           | 1 | the shortest form of the number at byte 0",
        "05808000         | 1 | the shortest form of the number at byte 1",
        "ffffffffffffffffff0100 | 1 | a number below 2^63 at byte 0",
        "ffffffffffffffff7f01   | 2 | anchors below 2^63 in the run at byte 0",
        "ffffffffffffffff7f000000 | 2 | anchors below 2^63 in the run at byte 10",
        "0100ffffffffffffffff7f00 | 2 | anchors below 2^63 in the run at byte 2",
        "0001             | 1 | runs of 1 anchors",
        "0001             | 3 | runs of 3 anchors",
        "00ffffffffffffffff7f | 5 | runs of 5 anchors",
        "''               | 1 | runs of 1 anchors",
      })
  void otherFormsAreRefused(String hex, int count, String expected) {
    assertThatThrownBy(() -> decode(hex, count))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith("record: expected " + expected + ", found byte string of ");
  }

  @Test
  void aSetHasAtMostAMillionAnchorsInAscendingOrder() {
    AnchorRuns.Builder builder = new AnchorRuns.Builder();
    builder.add(10, AnchorRuns.MAX_ANCHORS - 1);
    builder.add(5_000_000, 1);
    assertThatThrownBy(() -> builder.add(6_000_000, 1)).hasMessageContaining("at most 1048576");
    assertThat(builder.build().count()).isEqualTo(AnchorRuns.MAX_ANCHORS);
    assertThatThrownBy(() -> AnchorRuns.of(4, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AnchorRuns.of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AnchorRuns.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anchorsAreLaneAndSequence() {
    long anchor = Anchor.of((1 << 22) - 1, (1L << 41) - 1);
    assertThat(anchor).isEqualTo(Long.MAX_VALUE);
    assertThat(Anchor.lane(Anchor.of(77, 12_345))).isEqualTo(77);
    assertThat(Anchor.sequence(Anchor.of(77, 12_345))).isEqualTo(12_345);
    assertThat(Anchor.ofKey(Anchor.key(anchor))).isEqualTo(anchor);
    assertThat(Anchor.key(Anchor.of(1, 2)).toString()).isEqualTo("0000020000000002");
    assertThatThrownBy(() -> Anchor.of(1 << 22, 0)).hasMessageContaining("4194304");
    assertThatThrownBy(() -> Anchor.of(0, 1L << 41)).hasMessageContaining("2199023255552");
    assertThatThrownBy(() -> Anchor.key(-1)).hasMessageContaining("-1");
  }

  private static String hex(AnchorRuns runs) {
    return HexFormat.of().formatHex(runs.encode().toArray());
  }

  private static AnchorRuns decode(String hex, int count) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    return AnchorRuns.decode(CborItem.root("record", CborBytes.copyOf(bytes)), count);
  }
}
