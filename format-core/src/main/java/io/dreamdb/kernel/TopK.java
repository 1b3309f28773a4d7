package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Collects the k rows that are first by (distance, anchor), among rows offered in any order.
 *
 * <p>The result is a function of the set of rows offered, not of their order, their blocks or of
 * how partial collections were merged. {@code -0.0f} counts as {@code 0.0f}. A NaN is no distance
 * and is never collected. An anchor offered twice is collected twice. Not thread-safe.
 */
public final class TopK {

  private static final int GROUP = 64;
  private static final int SHORT = 16;

  private final int k;
  private final int capacity;

  // Candidates without order. Above k of them lie those that came since the last cut: cutting
  // only when the buffer is full costs O(1) a row even where each row is nearer than all before.
  private float[] distances;
  private long[] anchors;
  private int size;

  // No row behind (bound, boundAnchor) can be among the k.
  private float bound;
  private long boundAnchor = Long.MAX_VALUE;

  private long random = 0x9E3779B97F4A7C15L;

  /**
   * An empty collection of at most k rows.
   *
   * @throws InvalidInput if k is below 1
   */
  public TopK(int k) {
    this(k, Float.POSITIVE_INFINITY);
  }

  /**
   * An empty collection of at most k rows whose distance is at most {@code maxDistance}.
   *
   * @throws InvalidInput if k is below 1 or the distance is NaN
   */
  public TopK(int k, float maxDistance) {
    if (k < 1) {
      throw new InvalidInput("k is " + k + ", expected at least 1");
    }
    if (Float.isNaN(maxDistance)) {
      throw new InvalidInput("the largest distance is NaN, expected a number");
    }
    this.k = k;
    this.capacity = (int) Math.min(Integer.MAX_VALUE - 8, k + (long) Math.max(k, GROUP));
    this.bound = maxDistance;
    this.distances = new float[Math.min(capacity, 4 * GROUP)];
    this.anchors = new long[distances.length];
  }

  /**
   * A distance that no row which is still to enter exceeds; it falls as nearer rows come. Rows at
   * exactly this distance may enter.
   */
  public float bound() {
    return bound;
  }

  /** An empty collection for as many rows, of which none is behind the distance. */
  public TopK another(float maxDistance) {
    return new TopK(k, maxDistance);
  }

  /** Offers one row. */
  public void offer(float distance, long anchor) {
    if (distance < bound || (distance == bound && anchor <= boundAnchor)) {
      add(distance, anchor);
    }
  }

  /**
   * Offers rows with ascending anchors without gaps.
   *
   * @param distances of the rows, from index 0
   * @param skip bits of rows that are not offered (deleted, filtered, NULL), 64 a word, or null; a
   *     row beyond its end is offered
   * @param skipFrom the bit of row 0
   */
  public void offerRun(
      float[] distances, int rows, long firstAnchor, long @Nullable [] skip, int skipFrom) {
    Objects.checkFromIndexSize(0, rows, distances.length);
    int at = 0;
    while ((at = KernelChoice.ARRAYS.skipAbove(distances, at, rows, bound)) < rows) {
      for (int end = Math.min(at + GROUP, rows); at < end; at++) {
        if (distances[at] <= bound && !isSet(skip, skipFrom + at)) {
          offer(distances[at], firstAnchor + at);
        }
      }
    }
  }

  /** Offers rows with any anchors; the rest as {@link #offerRun}. */
  public void offerAll(
      float[] distances, int rows, long[] anchors, long @Nullable [] skip, int skipFrom) {
    Objects.checkFromIndexSize(0, rows, distances.length);
    Objects.checkFromIndexSize(0, rows, anchors.length);
    int at = 0;
    while ((at = KernelChoice.ARRAYS.skipAbove(distances, at, rows, bound)) < rows) {
      for (int end = Math.min(at + GROUP, rows); at < end; at++) {
        if (distances[at] <= bound && !isSet(skip, skipFrom + at)) {
          offer(distances[at], anchors[at]);
        }
      }
    }
  }

  /** Offers all that another collection holds, and leaves that one as it is. */
  public void merge(TopK other) {
    int count = other.size;
    for (int i = 0; i < count; i++) {
      offer(other.distances[i], other.anchors[i]);
    }
  }

  /** The rows collected so far, nearest first: at most k. More may be offered afterwards. */
  public Neighbours nearest() {
    if (size > k) {
      cut();
    }
    sort(0, size - 1);
    return new Neighbours(Arrays.copyOf(anchors, size), Arrays.copyOf(distances, size));
  }

  private static boolean isSet(long @Nullable [] words, int bit) {
    return words != null && bit >> 6 < words.length && (words[bit >> 6] & 1L << bit) != 0;
  }

  private void add(float distance, long anchor) {
    if (size == capacity) {
      cut();
      offer(distance, anchor);
      return;
    }
    if (size == distances.length) {
      int grown = (int) Math.min(capacity, 2L * size);
      distances = Arrays.copyOf(distances, grown);
      anchors = Arrays.copyOf(anchors, grown);
    }
    distances[size] = distance + 0.0f; // -0 becomes 0
    anchors[size++] = anchor;
  }

  /** Keeps the first k of more than k, the k-th of them in its place, and lowers the bound. */
  private void cut() {
    int low = 0;
    int high = size - 1;
    while (low < high) {
      long middle = partition(low, high);
      int left = (int) (middle >> 32);
      int right = (int) middle;
      if (k - 1 <= left) {
        high = left;
      } else if (k - 1 >= right) {
        low = right;
      } else {
        break;
      }
    }
    size = k;
    bound = distances[k - 1];
    boundAnchor = anchors[k - 1];
  }

  private void sort(int low, int high) {
    while (high - low >= SHORT) {
      long middle = partition(low, high);
      int left = (int) (middle >> 32);
      int right = (int) middle;
      if (left - low < high - right) {
        sort(low, left);
        low = right;
      } else {
        sort(right, high);
        high = left;
      }
    }
    for (int i = low + 1; i <= high; i++) {
      for (int j = i; j > low && isBefore(j, distances[j - 1], anchors[j - 1]); j--) {
        swap(j, j - 1);
      }
    }
  }

  /**
   * Splits a range of at least two by one of its rows, drawn at random so that no input is bad:
   * those up to {@code left} are not behind those from {@code right} on, and what lies between has
   * its place.
   *
   * @return left in the upper half, right in the lower; the former below the latter
   */
  private long partition(int low, int high) {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    int pivot = low + (int) ((random >>> 1) % (high - low + 1));
    float distance = distances[pivot];
    long anchor = anchors[pivot];
    int left = low;
    int right = high;
    while (left <= right) {
      while (isBefore(left, distance, anchor)) {
        left++;
      }
      while (isBehind(right, distance, anchor)) {
        right--;
      }
      if (left <= right) {
        swap(left++, right--);
      }
    }
    return (long) right << 32 | left;
  }

  private boolean isBefore(int i, float distance, long anchor) {
    return distances[i] < distance || (distances[i] == distance && anchors[i] < anchor);
  }

  private boolean isBehind(int i, float distance, long anchor) {
    return distances[i] > distance || (distances[i] == distance && anchors[i] > anchor);
  }

  private void swap(int i, int j) {
    float distance = distances[i];
    distances[i] = distances[j];
    distances[j] = distance;
    long anchor = anchors[i];
    anchors[i] = anchors[j];
    anchors[j] = anchor;
  }
}
