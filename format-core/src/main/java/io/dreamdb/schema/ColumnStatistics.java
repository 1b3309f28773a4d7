package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a column's values in some rows.
 *
 * <p>Bounds hold for all values but NULL and NaN, in the order of {@link io.dreamdb.schema}. They
 * need not occur: long strings and binary values are cut, and rows may have been deleted since. A
 * bound is null if there is nothing to bound, the type is not scalar, or no short bound exists.
 *
 * @param valueCount all rows, NULL ones included
 * @param nullCount rows that are NULL
 * @param nanCount rows that are NaN
 */
public record ColumnStatistics(
    long valueCount, long nullCount, long nanCount, @Nullable Value lower, @Nullable Value upper) {

  public ColumnStatistics {
    boolean counts = nullCount >= 0 && nanCount >= 0 && nanCount <= valueCount - nullCount;
    if (!counts) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "statistics of %d values, %d of them NULL and %d NaN: expected no more than all",
              valueCount,
              nullCount,
              nanCount));
    }
    requireBound(lower);
    requireBound(upper);
    if (lower != null && upper != null) {
      requireAscending(lower, upper);
    }
  }

  private static void requireBound(@Nullable Value bound) {
    if (bound != null && bound.type().isFloating() && Double.isNaN(number(bound))) {
      throw new InvalidInput("bound NaN in statistics: expected a number");
    }
  }

  private static double number(Value bound) {
    return ((Number) bound.value()).doubleValue();
  }

  private static void requireAscending(Value lower, Value upper) {
    if (!lower.type().equals(upper.type()) || ValueList.compare(lower, upper) > 0) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "statistics with lower bound %s and upper bound %s: expected them of one type, ascending",
              lower,
              upper));
    }
  }

  /** The statistics of a column. */
  public static ColumnStatistics of(Column column) {
    return Bounds.statistics(column);
  }

  /**
   * The statistics of rows that are all NULL, as of a field that was added after they were written.
   */
  public static ColumnStatistics ofNulls(long rows) {
    return new ColumnStatistics(rows, rows, 0, null, null);
  }

  /** The statistics of a field in rows that were written without it. */
  public static ColumnStatistics ofMissing(Field field, long rows) {
    if (rows == 0 || field.defaultValue() == null) {
      return ofNulls(rows);
    }
    ColumnStatistics one = of(Column.ofMissing(field, 1));
    return new ColumnStatistics(rows, 0, one.nanCount * rows, one.lower, one.upper);
  }

  /** Rows with a value that is not NaN: those that the bounds speak of. */
  public long numberCount() {
    return valueCount - nullCount - nanCount;
  }

  /**
   * Whether they are true of rows that have the other, exact statistics: the same counts, and no
   * value outside the bounds.
   */
  public boolean holdFor(ColumnStatistics exact) {
    return valueCount == exact.valueCount
        && nullCount == exact.nullCount
        && nanCount == exact.nanCount
        && (numberCount() == 0
            || isOutside(lower, exact.lower, -1) && isOutside(upper, exact.upper, 1));
  }

  /** Whether a bound is not known, or as far out as the exact one or farther. */
  private static boolean isOutside(@Nullable Value bound, @Nullable Value exact, int outwards) {
    return bound == null
        || exact != null
            && bound.type().equals(exact.type())
            && ValueList.compare(bound, exact) * outwards >= 0;
  }

  /** The statistics of the rows of both; of two columns of one type. */
  public ColumnStatistics merge(ColumnStatistics other) {
    return new ColumnStatistics(
        Math.addExact(valueCount, other.valueCount),
        Math.addExact(nullCount, other.nullCount),
        Math.addExact(nanCount, other.nanCount),
        merged(lower, other, other.lower, -1),
        merged(upper, other, other.upper, 1));
  }

  private @Nullable Value merged(
      @Nullable Value mine, ColumnStatistics other, @Nullable Value theirs, int outwards) {
    if (numberCount() == 0) {
      return theirs;
    }
    if (other.numberCount() == 0) {
      return mine;
    }
    if (mine == null || theirs == null) {
      return null;
    }
    if (!mine.type().equals(theirs.type())) {
      throw new IllegalArgumentException("statistics of " + mine + " and of " + theirs);
    }
    return ValueList.compare(theirs, mine) * outwards > 0 ? theirs : mine;
  }
}
