package io.dreamdb.index;

import java.util.Arrays;
import java.util.List;

/**
 * The rows with the smallest hashes of (seed, anchor): the same ones however the table is cut.
 *
 * @param vectors [count × dimension] in the order of the hashes, which is random
 * @param count how many
 */
record Sample(float[] vectors, int count) {

  /** Rows that are not asked for are read along when there are no more of them in between. */
  private static final int MAX_GAP_ROWS = 16;

  private static final int MAX_READ_ROWS = 1_024;

  // What is added bit by bit to hashes that are ordered as signed numbers: smallest or largest
  // first.
  private static final long FIRST = Long.MIN_VALUE;
  private static final long LAST = Long.MAX_VALUE;

  /** Takes the rows of the smallest hashes; those that are NULL drop out. */
  static Sample take(VectorSource source, int dimension, long seed, int most, Workers workers) {
    List<VectorSource.Part> parts = source.parts();
    long limit = limit(parts, seed, FIRST, most);
    long[][] chosen = new long[parts.size()][]; // rows per part
    workers.each(parts.size(), p -> chosen[p] = rows(parts.get(p), seed, FIRST, limit));
    int total = 0;
    int[] starts = new int[parts.size()];
    for (int p = 0; p < chosen.length; p++) {
      starts[p] = total;
      total += chosen[p].length;
    }
    float[] vectors = new float[Math.multiplyExact(total, dimension)];
    long[] hashes = new long[total];
    boolean[] present = new boolean[total];
    PhaseCount sampled = workers.phase(BuildProgress.Phase.SAMPLE, parts.size());
    workers.each(
        parts.size(),
        p -> {
          VectorSource.Part part = parts.get(p);
          for (int i = 0; i < chosen[p].length; i++) {
            hashes[starts[p] + i] = hash(seed, part.anchor((int) chosen[p][i]));
          }
          read(part, chosen[p], dimension, vectors, present, starts[p]);
          sampled.add(1);
        });
    return ordered(vectors, dimension, hashes, present);
  }

  /** The rows, at least one, of the largest hashes, which a sample takes last: numbers per part. */
  static List<long[]> last(List<VectorSource.Part> parts, long seed, int count) {
    long limit = limit(parts, seed, LAST, count);
    return parts.stream().map(part -> rows(part, seed, LAST, limit)).toList();
  }

  private static Sample ordered(float[] vectors, int dimension, long[] hashes, boolean[] present) {
    Integer[] order = new Integer[hashes.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compareUnsigned(hashes[a], hashes[b]));
    int count = 0;
    for (boolean there : present) {
      count += there ? 1 : 0;
    }
    float[] sorted = new float[count * dimension];
    int at = 0;
    for (int i : order) {
      if (present[i]) {
        System.arraycopy(vectors, i * dimension, sorted, at, dimension);
        at += dimension;
      }
    }
    return new Sample(sorted, count);
  }

  /** The place up to which rows are taken: the {@code most}-th of all, at least the first. */
  private static long limit(List<VectorSource.Part> parts, long seed, long order, int most) {
    long[] kept = new long[2 * most];
    int size = 0;
    long limit = Long.MAX_VALUE;
    for (VectorSource.Part part : parts) {
      for (int row = 0; row < part.rows(); row++) {
        long place = hash(seed, part.anchor(row)) ^ order;
        if (place <= limit) {
          kept[size++] = place;
          if (size == kept.length) {
            Arrays.sort(kept);
            size = most;
            limit = kept[most - 1];
          }
        }
      }
    }
    Arrays.sort(kept, 0, size);
    return size < most ? Long.MAX_VALUE : kept[most - 1];
  }

  private static long[] rows(VectorSource.Part part, long seed, long order, long limit) {
    long[] rows = new long[64];
    int size = 0;
    for (int row = 0; row < part.rows(); row++) {
      if ((hash(seed, part.anchor(row)) ^ order) <= limit) {
        if (size == rows.length) {
          rows = Arrays.copyOf(rows, 2 * size);
        }
        rows[size++] = row;
      }
    }
    return Arrays.copyOf(rows, size);
  }

  private static void read(
      VectorSource.Part part,
      long[] chosen,
      int dimension,
      float[] vectors,
      boolean[] present,
      int start) {
    int maxRows = Math.max(1, Math.min(MAX_READ_ROWS, (1 << 20) / dimension));
    float[] block = new float[maxRows * dimension];
    int[] offsets = new int[maxRows];
    for (int i = 0; i < chosen.length; ) {
      int first = (int) chosen[i];
      int end = i + 1;
      while (end < chosen.length
          && chosen[end] - chosen[end - 1] <= MAX_GAP_ROWS
          && chosen[end] - first < maxRows) {
        end++;
      }
      int found = part.read(first, (int) chosen[end - 1] - first + 1, block, offsets);
      int at = 0;
      for (; i < end; i++) {
        while (at < found && offsets[at] < chosen[i] - first) {
          at++;
        }
        if (at < found && offsets[at] == chosen[i] - first) {
          System.arraycopy(block, at * dimension, vectors, (start + i) * dimension, dimension);
          present[start + i] = true;
        }
      }
    }
  }

  /** The finalizer of SplitMix64 over seed and anchor. */
  static long hash(long seed, long anchor) {
    long z = seed * 0xd1342543de82ef95L + anchor * 0x9e3779b97f4a7c15L + 0x632be59bd9b4e019L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
