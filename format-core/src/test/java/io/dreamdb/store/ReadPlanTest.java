package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.LimitExceeded;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ReadPlanTest {

  private static final byte[] BYTES = ObjectStoreContract.randomBytes(new Random(31), 1000);

  @Test
  void neighboursWithinTheGapAreOneFetch() {
    List<ByteRange> ranges =
        List.of(new ByteRange(50, 10), new ByteRange(0, 10), new ByteRange(15, 10));
    assertThat(ReadPlan.of(ranges, 5, 1000).fetches())
        .containsExactly(new ByteRange(0, 25), new ByteRange(50, 10));
    assertThat(ReadPlan.of(ranges, 4, 1000).fetches()).hasSize(3);
    assertThat(ReadPlan.of(ranges, 100, 24).fetches()).hasSize(3);
    assertThat(ReadPlan.of(List.of(), 4, 1000).fetches()).isEmpty();
  }

  @Test
  void oneLongRangeIsNeverCut() {
    List<ByteRange> ranges = List.of(new ByteRange(0, 500), new ByteRange(100, 10));
    assertThat(ReadPlan.of(ranges, 0, 10).fetches()).containsExactly(new ByteRange(0, 500));
  }

  @Test
  void moreThanABufferInAllIsRefused() {
    ByteRange large = new ByteRange(0, 1 << 30);
    assertThatThrownBy(() -> ReadPlan.of(List.of(large, large), 0, 10))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("2147483648");
  }

  @Property(tries = 500)
  void joinedReadsEqualReadsOfEachRange(
      @ForAll("rangeLists") List<ByteRange> ranges,
      @ForAll @IntRange(max = 100) int gap,
      @ForAll @IntRange(min = 1, max = 600) int most) {
    ReadPlan plan = ReadPlan.of(ranges, gap, most);
    List<ByteBuffer> joined = plan.read(ReadPlanTest::fetch);
    assertThat(joined).isEqualTo(ranges.stream().map(ReadPlanTest::fetch).toList());
    assertThat(joined).allMatch(ByteBuffer::isReadOnly);
    int longest = ranges.stream().mapToInt(ByteRange::lengthBytes).max().orElse(0);
    assertThat(plan.fetches())
        .allMatch(fetch -> fetch.lengthBytes() <= Math.max(most, longest))
        .hasSizeLessThanOrEqualTo(ranges.size());
  }

  @Provide
  Arbitrary<List<ByteRange>> rangeLists() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 900), Arbitraries.integers().between(0, 100))
        .as((offset, length) -> new ByteRange(offset, length))
        .list()
        .ofMaxSize(20);
  }

  private static ByteBuffer fetch(ByteRange range) {
    return ByteBuffer.wrap(BYTES).slice((int) range.offset(), range.lengthBytes());
  }
}
