package io.dreamdb.udfs;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an aggregate keeps of a group: how many vectors it took, and their sum or mean by element.
 * {@link Fold} says which. NULL vectors and vectors with a NULL element are passed over.
 *
 * <p>The arithmetic is Spark's, in f32, so the last bits depend on the order of the rows and on how
 * they were divided. Not thread-safe; totals of several threads are {@link #merge merged}.
 */
public final class VectorTotal {

  private static final int HEADER_BYTES = Long.BYTES;

  private final Fold fold;
  private long count;
  private float[] elements = new float[0];

  /** Of no vectors yet. */
  public VectorTotal(Fold fold) {
    this.fold = fold;
  }

  /**
   * Takes one vector of the group.
   *
   * @throws InvalidInput if its length is not that of those before; the total is unchanged then
   */
  public void add(@Nullable VectorView vector) {
    if (vector == null || vector.hasNull()) {
      return;
    }
    if (count == 0) {
      elements = new float[vector.length()];
      System.arraycopy(vector.values(), vector.offset(), elements, 0, elements.length);
      count = 1;
      return;
    }
    checkLength(vector.length());
    fold.add(elements, vector.values(), vector.offset(), ++count);
  }

  /**
   * Takes what another total of the same kind took; that one is not changed.
   *
   * @throws InvalidInput if its vectors are of another length; this total is unchanged then
   */
  public void merge(VectorTotal other) {
    if (other.fold != fold) {
      throw new IllegalArgumentException("a " + other.fold + " cannot be merged into a " + fold);
    }
    if (other.count == 0) {
      return;
    }
    if (count == 0) {
      elements = other.elements.clone();
    } else {
      checkLength(other.elements.length);
      fold.merge(elements, count, other.elements, other.count);
    }
    count += other.count;
  }

  /** The sum or the mean, the caller's own; {@code null} (NULL) if no vector was taken. */
  public float @Nullable [] result() {
    return count == 0 ? null : elements.clone();
  }

  /** How vectors join it. */
  public Fold fold() {
    return fold;
  }

  /** How many vectors were taken. */
  public long count() {
    return count;
  }

  /** The length of the vectors taken; 0 before the first. */
  public int length() {
    return elements.length;
  }

  /**
   * The total as bytes, to send it to another process of the same query: the count as 8 bytes and
   * each element as 4, little-endian.
   */
  public byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER_BYTES + elements.length * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(count);
    bytes.asFloatBuffer().put(elements);
    return bytes.array();
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws InvalidInput if it cannot have written these bytes
   */
  public static VectorTotal ofBytes(Fold fold, byte[] bytes) {
    int elementBytes = bytes.length - HEADER_BYTES;
    if (elementBytes < 0 || elementBytes % Float.BYTES != 0) {
      throw new InvalidInput(
          "A vector total has 8 bytes and 4 for each element, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    VectorTotal total = new VectorTotal(fold);
    total.count = buffer.getLong();
    if (total.count < 0 || (total.count == 0 && elementBytes > 0)) {
      throw new InvalidInput(
          "A vector total of " + total.count + " vectors cannot hold " + elementBytes + " bytes");
    }
    total.elements = new float[elementBytes / Float.BYTES];
    buffer.asFloatBuffer().get(total.elements);
    return total;
  }

  private void checkLength(int length) {
    if (length != elements.length) {
      throw new InvalidInput(
          fold.function().sqlName()
              + ": the vectors of a group have "
              + elements.length
              + " and "
              + length
              + " elements, expected the same number");
    }
  }

  /** How a vector joins those before it. */
  public enum Fold {
    /** {@code vector_sum}. */
    SUM {
      @Override
      void add(float[] total, float[] values, int offset, long count) {
        for (int i = 0; i < total.length; i++) {
          total[i] += values[offset + i];
        }
      }

      @Override
      void merge(float[] total, long count, float[] other, long otherCount) {
        for (int i = 0; i < total.length; i++) {
          total[i] += other[i];
        }
      }

      @Override
      public VectorFunction function() {
        return VectorFunction.SUM;
      }
    },

    /** {@code vector_avg}: a running mean, which does not overflow where a sum would. */
    AVERAGE {
      @Override
      void add(float[] total, float[] values, int offset, long count) {
        float weight = 1f / count;
        for (int i = 0; i < total.length; i++) {
          total[i] += (values[offset + i] - total[i]) * weight;
        }
      }

      @Override
      void merge(float[] total, long count, float[] other, long otherCount) {
        float all = count + otherCount;
        float weight = count / all;
        float otherWeight = otherCount / all;
        for (int i = 0; i < total.length; i++) {
          total[i] = total[i] * weight + other[i] * otherWeight;
        }
      }

      @Override
      public VectorFunction function() {
        return VectorFunction.AVG;
      }
    };

    /** The function that folds so. */
    public abstract VectorFunction function();

    /** Joins one vector; {@code count} includes it. */
    abstract void add(float[] total, float[] values, int offset, long count);

    abstract void merge(float[] total, long count, float[] other, long otherCount);
  }
}
