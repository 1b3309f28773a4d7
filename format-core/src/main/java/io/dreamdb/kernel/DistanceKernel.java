package io.dreamdb.kernel;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;

/**
 * Distances from one query to the rows of blocks, by the formulas of the package comment: the same
 * bits for the same vectors, whatever the block, the memory and the machine. Thread-safe.
 */
public final class DistanceKernel {

  // A block is scored in pieces: the second pass finds the sums in the cache, and a long block
  // changes over to the SIMD form as soon as that is compiled.
  private static final int CHUNK_FLOATS = 65_536;

  private final Metric metric;
  private final QueryVector query;
  private final int chunkRows;

  private DistanceKernel(Metric metric, QueryVector query) {
    this.metric = metric;
    this.query = query;
    this.chunkRows = Math.max(1, CHUNK_FLOATS / query.dimension());
  }

  /**
   * A kernel for the query, which is copied.
   *
   * @param query [dimension]
   * @throws InvalidInput if it is empty, holds a NaN or an infinity, has a squared norm above
   *     2<sup>124</sup>, or, for {@link Metric#COSINE}, of zero
   * @throws LimitExceeded if it has more than {@link VectorCheck#MAX_DIMENSION} elements
   */
  public static DistanceKernel of(Metric metric, float[] query) {
    float[] own = query.clone();
    VectorCheck.firstFault(metric, own.length, own, 0, 1)
        .ifPresent(fault -> {
          throw new InvalidInput("the query vector cannot be used: " + fault.reason());
        });
    return new DistanceKernel(metric, QueryVector.view(own));
  }

  /** The metric of the distances. */
  public Metric metric() {
    return metric;
  }

  /** The number of elements of the query and of each row. */
  public int dimension() {
    return query.dimension();
  }

  /**
   * The distance of each row.
   *
   * @param block rows × dimension, row 0 at {@code offset}
   * @param out takes the distances, from index 0
   * @throws IndexOutOfBoundsException if the block or {@code out} does not hold the rows
   */
  public void score(float[] block, int offset, int rows, float[] out) {
    int dimension = query.dimension();
    Objects.checkFromIndexSize(offset, (long) rows * dimension, block.length);
    Objects.checkFromIndexSize(0, rows, out.length);
    ArrayKernel kernel = KernelChoice.ARRAYS;
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      int at = offset + first * dimension;
      switch (metric) {
        case L2 -> kernel.squaredL2(query, block, at, count, out, first);
        case COSINE -> kernel.cosine(query, block, at, count, out, first);
        case IP -> kernel.dot(query, block, at, count, out, first);
      }
      finish(out, first, first + count);
    }
  }

  /**
   * The same over memory outside the heap, such as a mapped file, which is fastest read in place on
   * Java 25. A buffer on the heap works, by copying.
   *
   * @param block rows × dimension × 4 bytes, little-endian whatever its order says; its position
   *     and limit do not matter
   * @param offsetBytes index in the buffer of row 0, of any alignment
   * @param out takes the distances, from index 0
   * @throws IndexOutOfBoundsException if the block or {@code out} does not hold the rows
   */
  public void score(ByteBuffer block, int offsetBytes, int rows, float[] out) {
    int rowBytes = query.dimension() * Float.BYTES;
    ByteBuffer exact = VectorArithmetic.rows(query.dimension(), block, offsetBytes, rows);
    Objects.checkFromIndexSize(0, rows, out.length);
    NativeKernel kernel = KernelChoice.NATIVES;
    for (int first = 0; first < rows; first += chunkRows) {
      int count = Math.min(chunkRows, rows - first);
      ByteBuffer chunk = exact.slice(first * rowBytes, count * rowBytes);
      switch (metric) {
        case L2 -> kernel.squaredL2(query, chunk, count, out, first);
        case COSINE -> kernel.cosine(query, chunk, count, out, first);
        case IP -> kernel.dot(query, chunk, count, out, first);
      }
      finish(out, first, first + count);
    }
  }

  /**
   * The distances of rows anywhere in a block, such as the candidates of a search: the bits of
   * {@link #score(float[], int, int, float[])}.
   *
   * @param offsets index in the block of each row's element 0
   * @param out takes {@code count} distances from {@code outOffset}
   * @throws IndexOutOfBoundsException if the block does not hold a row, or {@code out} them all
   */
  public void scoreAt(float[] block, int[] offsets, int count, float[] out, int outOffset) {
    Objects.checkFromIndexSize(0, count, offsets.length);
    Objects.checkFromIndexSize(outOffset, count, out.length);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsets[i], query.dimension(), block.length);
    }
    ScatteredLoop loop = KernelChoice.SCATTERED.now();
    int[] fours = fours(offsets, count);
    switch (metric) {
      case L2 -> loop.squaredL2(query, block, fours, count, out, outOffset);
      case COSINE -> loop.cosine(query, block, fours, count, out, outOffset);
      case IP -> loop.dot(query, block, fours, count, out, outOffset);
    }
    finish(out, outOffset, outOffset + count);
  }

  /**
   * The same over memory outside the heap, such as a mapped file, which is fastest read in place on
   * Java 25. A buffer on the heap works, by copying, and so does one whose capacity is no multiple
   * of 4.
   *
   * @param block little-endian whatever its order says; its position and limit do not matter
   * @param offsetsBytes index in the buffer of each row, of any alignment
   */
  public void scoreAt(ByteBuffer block, int[] offsetsBytes, int count, float[] out, int outOffset) {
    int rowBytes = query.dimension() * Float.BYTES;
    Objects.checkFromIndexSize(0, count, offsetsBytes.length);
    Objects.checkFromIndexSize(outOffset, count, out.length);
    for (int i = 0; i < count; i++) {
      Objects.checkFromIndexSize(offsetsBytes[i], rowBytes, block.capacity());
    }
    Loop<NativeScatteredLoop> forms = KernelChoice.NATIVE_SCATTERED;
    NativeScatteredLoop loop = block.isDirect() ? forms.now() : forms.twin();
    int[] fours = fours(offsetsBytes, count);
    switch (metric) {
      case L2 -> loop.squaredL2(query, block, fours, count, out, outOffset);
      case COSINE -> loop.cosine(query, block, fours, count, out, outOffset);
      case IP -> loop.dot(query, block, fours, count, out, outOffset);
    }
    finish(out, outOffset, outOffset + count);
  }

  /** The offsets of that many rows, the last one again and again to make them whole fours. */
  static int[] fours(int[] offsets, int count) {
    if (count % 4 == 0) {
      return offsets;
    }
    int[] fours = Arrays.copyOf(offsets, count + 3 & -4);
    Arrays.fill(fours, count, fours.length, offsets[count - 1]);
    return fours;
  }

  /**
   * The distance of one vector.
   *
   * @throws InvalidInput if it has another dimension than the query
   */
  public float distance(float[] vector) {
    if (vector.length != query.dimension()) {
      throw new InvalidInput(
          "the vector has " + vector.length + " elements, the query " + query.dimension());
    }
    float[] out = new float[1];
    score(vector, 0, 1, out);
    return out[0];
  }

  /**
   * Waits until the SIMD loops of this process are compiled, for a service that wants its first
   * search to be fast. Without this call they are compiled beside the first searches, which run
   * scalar code meanwhile.
   *
   * @return whether all run as SIMD now; false where the JVM or the machine has none, or the time
   *     was too short
   */
  public static boolean awaitCompiled(Duration timeout) throws InterruptedException {
    return KernelChoice.await(timeout);
  }

  private void finish(float[] out, int from, int to) {
    switch (metric) {
      case L2 -> {
        for (int i = from; i < to; i++) {
          out[i] = (float) Math.sqrt(out[i]);
        }
      }
      case IP -> {
        for (int i = from; i < to; i++) {
          out[i] = 0 - out[i];
        }
      }
      case COSINE -> {
        // the kernel needs both sums of a row and gives the distance itself
      }
    }
  }
}
