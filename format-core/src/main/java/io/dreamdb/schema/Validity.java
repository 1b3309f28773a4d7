package io.dreamdb.schema;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which rows of a column hold a value; the others are NULL. Immutable. */
public final class Validity {

  private final int rows;

  /** Set bits are rows with a value; absent when all have one. */
  private final @Nullable Bitmap valid;

  private Validity(int rows, @Nullable Bitmap valid) {
    this.rows = rows;
    this.valid = valid;
  }

  /** No row is NULL. */
  public static Validity all(int rows) {
    Objects.checkIndex(rows, Integer.MAX_VALUE);
    return new Validity(rows, null);
  }

  /** Every row is NULL. */
  public static Validity none(int rows) {
    return of(Bitmap.filled(rows, false));
  }

  /** A row is NULL where its bit is not set. */
  public static Validity of(Bitmap valid) {
    boolean all = valid.cardinality() == valid.size();
    return new Validity(valid.size(), all ? null : valid);
  }

  public int rows() {
    return rows;
  }

  public boolean isNull(int row) {
    if (valid == null) {
      Objects.checkIndex(row, rows);
      return false;
    }
    return !valid.get(row);
  }

  public boolean hasNulls() {
    return valid != null;
  }

  public int nullCount() {
    return valid == null ? 0 : rows - valid.cardinality();
  }

  /** The bitmap, set where a row has a value; empty when every row has one. */
  public Optional<Bitmap> bitmap() {
    return Optional.ofNullable(valid);
  }

  /** Word i of the bitmap; bits behind the last row may be set. */
  long word(int index) {
    return valid == null ? -1L : valid.word(index);
  }

  Validity slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows);
    return valid == null ? all(to - from) : of(valid.slice(from, to));
  }

  Validity select(int[] positions) {
    return valid == null ? all(positions.length) : of(valid.select(positions));
  }

  /** Valid where both are. */
  Validity and(Validity other) {
    if (rows != other.rows) {
      throw new IllegalArgumentException("validities of " + rows + " and " + other.rows + " rows");
    }
    if (other.valid == null) {
      return this;
    }
    return valid == null ? other : of(valid.and(other.valid));
  }

  /** Throws unless the validity is one of {@code expected} rows. */
  void requireRows(int expected) {
    if (rows != expected) {
      throw new IllegalArgumentException("validity of " + rows + " rows, values of " + expected);
    }
  }
}
