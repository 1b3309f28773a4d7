package io.dreamdb.store;

import io.dreamdb.LimitExceeded;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How ranges of one object are joined into fewer, larger fetches.
 *
 * <p>For adapters whose requests cost more than the bytes between two ranges.
 */
public final class ReadPlan {

  private record Fetch(ByteRange range, int[] wanted) {}

  private final List<ByteRange> ranges;
  private final List<Fetch> fetches;

  private ReadPlan(List<ByteRange> ranges, List<Fetch> fetches) {
    this.ranges = ranges;
    this.fetches = fetches;
  }

  /**
   * Joins ranges that overlap or lie close together.
   *
   * @param maxGapBytes how many bytes that nobody asked for may be fetched between two ranges
   * @param maxFetchBytes no join makes a fetch longer than this; one long range is never cut
   * @throws LimitExceeded when the ranges sum to more than a buffer can hold
   */
  public static ReadPlan of(List<ByteRange> ranges, int maxGapBytes, int maxFetchBytes) {
    long sum = ranges.stream().mapToLong(ByteRange::lengthBytes).sum();
    if (sum > Integer.MAX_VALUE) {
      throw new LimitExceeded(
          "a read of "
              + sum
              + " bytes in "
              + ranges.size()
              + " ranges, at most "
              + Integer.MAX_VALUE
              + " bytes in one call: ask for fewer ranges");
    }
    List<ByteRange> kept = List.copyOf(ranges);
    int[] order =
        IntStream.range(0, kept.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> kept.get(i).offset()))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Fetch> fetches = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      from = join(kept, order, from, maxGapBytes, maxFetchBytes, fetches);
    }
    return new ReadPlan(kept, fetches);
  }

  private static int join(
      List<ByteRange> ranges,
      int[] order,
      int from,
      int maxGapBytes,
      int maxFetchBytes,
      List<Fetch> fetches) {
    ByteRange first = ranges.get(order[from]);
    long end = first.end();
    int to = from + 1;
    while (to < order.length) {
      ByteRange next = ranges.get(order[to]);
      long joinedEnd = Math.max(end, next.end());
      boolean inside = next.end() <= end;
      boolean near =
          next.offset() - end <= maxGapBytes && joinedEnd - first.offset() <= maxFetchBytes;
      if (!inside && !near) {
        break;
      }
      end = joinedEnd;
      to++;
    }
    ByteRange range = new ByteRange(first.offset(), Math.toIntExact(end - first.offset()));
    fetches.add(new Fetch(range, Arrays.copyOfRange(order, from, to)));
    return to;
  }

  /** The fetches, by offset. */
  public List<ByteRange> fetches() {
    return fetches.stream().map(Fetch::range).toList();
  }

  /** Runs the fetches one after the other and cuts what was asked for out of their results. */
  public List<ByteBuffer> read(Function<ByteRange, ByteBuffer> fetch) {
    return cut(fetches().stream().map(fetch).toList());
  }

  /**
   * Cuts what was asked for out of the fetched bytes.
   *
   * @param fetched one buffer per fetch, in the order of {@link #fetches()}
   * @return one read-only buffer per range, in the order in which they were asked for
   */
  public List<ByteBuffer> cut(List<ByteBuffer> fetched) {
    ByteBuffer[] out = new ByteBuffer[ranges.size()];
    for (int f = 0; f < fetches.size(); f++) {
      Fetch fetch = fetches.get(f);
      for (int i : fetch.wanted()) {
        ByteRange range = ranges.get(i);
        int start = (int) (range.offset() - fetch.range().offset());
        out[i] = fetched.get(f).slice(start, range.lengthBytes()).asReadOnlyBuffer();
      }
    }
    return List.of(out);
  }
}
