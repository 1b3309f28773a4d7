package io.dreamdb.spark;

import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.track.VectorStorage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.jspecify.annotations.Nullable;

/**
 * Vectors in Spark's columns without a copy: rows point into a block of little-endian floats,
 * mapped or not. One thread.
 */
final class EmbeddingVector extends ReadOnlyVector {

  private final int dimension;
  private final int @Nullable [] ranks; // per row: its place in the block, or −1 for NULL
  private final int rows;
  private final int nulls;
  private final FloatBlock values;

  /**
   * Rows over a block.
   *
   * @param ranks where each row's vector stands in the block, −1 where it is NULL; null if row i is
   *     vector i
   * @param block the vectors, one behind the other, from its position on
   */
  EmbeddingVector(int dimension, int rows, int @Nullable [] ranks, ByteBuffer block) {
    super(DataTypes.createArrayType(DataTypes.FloatType, true));
    this.dimension = dimension;
    this.rows = rows;
    this.ranks = ranks;
    this.nulls = ranks == null ? 0 : nulls(ranks);
    this.values = new FloatBlock(block.slice().order(ByteOrder.LITTLE_ENDIAN));
  }

  /** The rows {@code first} to {@code first + count − 1} of a storage. */
  static EmbeddingVector read(EmbeddingType type, VectorStorage storage, int first, int count) {
    int firstRank = storage.rank(first);
    int present = storage.rank(first + count) - firstRank;
    ByteBuffer block = present == 0 ? ByteBuffer.allocate(0) : storage.vectors(firstRank, present);
    int @Nullable [] ranks = present == count ? null : new int[count];
    if (ranks != null) {
      int rank = 0;
      for (int i = 0; i < count; i++) {
        ranks[i] = storage.isPresent(first + i) ? rank++ : -1;
      }
    }
    return new EmbeddingVector(type.dimension(), count, ranks, block);
  }

  private static int nulls(int[] ranks) {
    int count = 0;
    for (int rank : ranks) {
      count += rank < 0 ? 1 : 0;
    }
    return count;
  }

  /** The number of rows. */
  int rows() {
    return rows;
  }

  @Override
  public boolean hasNull() {
    return nulls > 0;
  }

  @Override
  public int numNulls() {
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return ranks != null && ranks[row] < 0;
  }

  @Override
  public ColumnarArray getArray(int row) {
    int rank = ranks == null ? row : ranks[row];
    return new ColumnarArray(values, rank * dimension, dimension);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return values;
  }

  /** The numbers of all vectors. */
  private static final class FloatBlock extends ReadOnlyVector {

    private final ByteBuffer block;

    FloatBlock(ByteBuffer block) {
      super(DataTypes.FloatType);
      this.block = block;
    }

    @Override
    public boolean hasNull() {
      return false;
    }

    @Override
    public int numNulls() {
      return 0;
    }

    @Override
    public boolean isNullAt(int index) {
      return false;
    }

    @Override
    public float getFloat(int index) {
      return block.getFloat(index << 2);
    }

    @Override
    public float[] getFloats(int first, int count) {
      float[] copy = new float[count];
      block.slice(first << 2, count << 2).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(copy);
      return copy;
    }
  }
}
