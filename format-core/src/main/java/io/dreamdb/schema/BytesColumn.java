package io.dreamdb.schema;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Strings as UTF-8, or binary values: all bytes in one array, and where each row's begin. */
public final class BytesColumn implements Column {

  private final Type type;
  final int[] offsets; // [rows + 1]
  final byte[] bytes;
  private final Validity validity;

  /**
   * Takes the arrays over.
   *
   * @param offsets row i has the bytes from {@code offsets[i]} to {@code offsets[i + 1]}
   * @param bytes of strings: valid UTF-8, which is not checked here
   */
  public BytesColumn(Type type, int[] offsets, byte[] bytes, Validity validity) {
    requireType(type);
    Offsets.require(offsets, validity.rows(), bytes.length);
    this.type = type;
    this.offsets = offsets;
    this.bytes = bytes;
    this.validity = validity;
  }

  private static void requireType(Type type) {
    if (type != PrimitiveType.STRING && type != PrimitiveType.BINARY) {
      throw new IllegalArgumentException("type " + type.text() + ": expected string or binary");
    }
  }

  @Override
  public Type type() {
    return type;
  }

  @Override
  public Validity validity() {
    return validity;
  }

  /** The bytes of a row, read only; without meaning where the row is NULL. */
  public ByteBuffer getBytes(int row) {
    return ByteBuffer.wrap(bytes, offsets[row], offsets[row + 1] - offsets[row])
        .slice()
        .asReadOnlyBuffer();
  }

  /** The length of a row in bytes; without meaning where the row is NULL. */
  public int lengthBytes(int row) {
    return offsets[row + 1] - offsets[row];
  }

  /**
   * The value of a row, or null.
   *
   * @throws io.dreamdb.InvalidInput if a string is not UTF-8
   */
  @Override
  public @Nullable Object get(int row) {
    if (isNull(row)) {
      return null;
    }
    return type == PrimitiveType.STRING ? Utf8.decode(getBytes(row)) : getBytes(row);
  }

  @Override
  public BytesColumn slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    byte[] range = Arrays.copyOfRange(bytes, offsets[from], offsets[to]);
    return new BytesColumn(type, Offsets.slice(offsets, from, to), range, validity.slice(from, to));
  }

  @Override
  public BytesColumn select(int[] positions) {
    int[] ends = Offsets.select(offsets, positions);
    byte[] selected = new byte[ends[positions.length]];
    for (int i = 0; i < positions.length; i++) {
      int from = offsets[positions[i]];
      System.arraycopy(bytes, from, selected, ends[i], ends[i + 1] - ends[i]);
    }
    return new BytesColumn(type, ends, selected, validity.select(positions));
  }

  @Override
  public BytesColumn masked(Validity mask) {
    return new BytesColumn(type, offsets, bytes, validity.and(mask));
  }

  /** Appends strings or binary values. */
  public static final class Builder implements ColumnBuilder {

    private final Type type;
    private final Bitmap.Builder valid = new Bitmap.Builder();
    private final Offsets.Builder offsets = new Offsets.Builder();
    private byte[] bytes = new byte[64];
    private int length;

    public Builder(Type type) {
      requireType(type);
      this.type = type;
    }

    @Override
    public int rows() {
      return valid.size();
    }

    @Override
    public void appendNull() {
      valid.append(false);
      offsets.end(length);
    }

    /** Appends a copy of a range; of a string column it must be valid UTF-8, unchecked here. */
    public void appendBytes(byte[] source, int offset, int count) {
      Objects.checkFromIndexSize(offset, count, source.length);
      if (count > bytes.length - length) {
        bytes = Arrays.copyOf(bytes, Growth.length(length, (long) length + count));
      }
      System.arraycopy(source, offset, bytes, length, count);
      length += count;
      valid.append(true);
      offsets.end(length);
    }

    @Override
    public void append(@Nullable Object value) {
      if (value == null) {
        appendNull();
      } else {
        byte[] encoded = Value.of(type, value).toBytes();
        appendBytes(encoded, 0, encoded.length);
      }
    }

    @Override
    public BytesColumn build() {
      return new BytesColumn(
          type, offsets.build(), Arrays.copyOf(bytes, length), Validity.of(valid.build()));
    }
  }
}
