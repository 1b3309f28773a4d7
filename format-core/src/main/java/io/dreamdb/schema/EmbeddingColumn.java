package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Vectors, row-major in one array. That they are finite, and not zero where the metric forbids it,
 * is checked by who stores them, not here.
 */
public final class EmbeddingColumn implements Column {

  private final EmbeddingType type;
  private final float[] values; // [rows × dimension]
  private final Validity validity;

  /** Takes the array over; rows that are NULL have their place in it, too. */
  public EmbeddingColumn(EmbeddingType type, float[] values, Validity validity) {
    if (values.length != (long) validity.rows() * type.dimension()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d values for %d rows of dimension %d",
              values.length,
              validity.rows(),
              type.dimension()));
    }
    this.type = type;
    this.values = values;
    this.validity = validity;
  }

  @Override
  public EmbeddingType type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** All vectors, row-major, read only; those of NULL rows have no meaning. */
  public FloatBuffer values() {
    return FloatBuffer.wrap(values).asReadOnlyBuffer();
  }

  /** Copies the vector of a row to {@code target} from {@code offset} on. */
  public void copyTo(int row, float[] target, int offset) {
    int dimension = type.dimension();
    Objects.checkIndex(row, rows());
    System.arraycopy(values, row * dimension, target, offset, dimension);
  }

  @Override
  public float @Nullable [] get(int row) {
    if (isNull(row)) {
      return null;
    }
    float[] vector = new float[type.dimension()];
    copyTo(row, vector, 0);
    return vector;
  }

  @Override
  public EmbeddingColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    int dimension = type.dimension();
    float[] range = Arrays.copyOfRange(values, from * dimension, to * dimension);
    return new EmbeddingColumn(type, range, validity.slice(from, to));
  }

  @Override
  public EmbeddingColumn select(int[] positions) {
    int dimension = type.dimension();
    float[] selected = new float[Growth.checked((long) positions.length * dimension)];
    for (int i = 0; i < positions.length; i++) {
      copyTo(positions[i], selected, i * dimension);
    }
    return new EmbeddingColumn(type, selected, validity.select(positions));
  }

  @Override
  public EmbeddingColumn masked(Validity mask) {
    return new EmbeddingColumn(type, values, validity.and(mask));
  }

  /** Appends vectors. */
  public static final class Builder implements ColumnBuilder {

    private final EmbeddingType type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private float[] values = new float[0];
    private int length;

    public Builder(EmbeddingType type) {
      this.type = type;
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      grow();
      Arrays.fill(values, length, length + type.dimension(), 0f);
      length += type.dimension();
      valid.append(false);
    }

    /** Appends a copy of the vector that begins at {@code offset}. */
    public void appendVector(float[] source, int offset) {
      grow();
      System.arraycopy(source, offset, values, length, type.dimension());
      length += type.dimension();
      valid.append(true);
    }

    private void grow() {
      long needed = (long) length + type.dimension();
      if (needed > values.length) {
        values = Arrays.copyOf(values, Growth.length(length, needed));
      }
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
        return;
      }
      float[] vector = Value.cast(type, value, float[].class);
      if (vector.length != type.dimension()) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "row %d: vector of dimension %d, expected %d",
                rows(),
                vector.length,
                type.dimension()));
      }
      appendVector(vector, 0);
    }

    @Override
    public EmbeddingColumn build() {
      return new EmbeddingColumn(type, Arrays.copyOf(values, length), Validity.of(valid.build()));
    }
  }
}
