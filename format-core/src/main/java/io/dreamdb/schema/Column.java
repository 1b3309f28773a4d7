package io.dreamdb.schema;

import org.jspecify.annotations.Nullable;

/**
 * The values of one field for a block of rows, in primitive arrays. Immutable and safe for use by
 * many threads. Constructors take arrays over without a copy: the caller must not change them
 * afterwards.
 *
 * <p>{@link #get} returns, and {@link ColumnBuilder#append} takes, values as these Java types:
 *
 * <table>
 *   <caption>Java types of values</caption>
 *   <tr><th>type</th><th>column</th><th>Java type</th></tr>
 *   <tr><td>boolean</td><td>{@link BooleanColumn}</td><td>{@link Boolean}</td></tr>
 *   <tr><td>int</td><td>{@link IntColumn}</td><td>{@link Integer}</td></tr>
 *   <tr><td>bigint</td><td>{@link LongColumn}</td><td>{@link Long}</td></tr>
 *   <tr><td>float</td><td>{@link FloatColumn}</td><td>{@link Float}</td></tr>
 *   <tr><td>double</td><td>{@link DoubleColumn}</td><td>{@link Double}</td></tr>
 *   <tr><td>decimal</td><td>{@link LongColumn} to 18 digits, else {@link WideDecimalColumn}</td>
 *       <td>{@link java.math.BigDecimal} of the type's scale</td></tr>
 *   <tr><td>string</td><td>{@link BytesColumn}</td><td>{@link String}</td></tr>
 *   <tr><td>binary</td><td>{@link BytesColumn}</td><td>{@link java.nio.ByteBuffer}, read only (also
 *       taken: {@code byte[]})</td></tr>
 *   <tr><td>date</td><td>{@link IntColumn}, days</td><td>{@link java.time.LocalDate}</td></tr>
 *   <tr><td>timestamp</td><td>{@link LongColumn}, µs</td><td>{@link java.time.Instant}</td></tr>
 *   <tr><td>timestamp_ntz</td><td>{@link LongColumn}, µs</td>
 *       <td>{@link java.time.LocalDateTime}</td></tr>
 *   <tr><td>array</td><td>{@link ArrayColumn}</td><td>{@link java.util.List}</td></tr>
 *   <tr><td>map</td><td>{@link MapColumn}</td><td>{@link java.util.Map}</td></tr>
 *   <tr><td>struct</td><td>{@link StructColumn}</td><td>{@link java.util.Map} from field name, in
 *       the order of the fields</td></tr>
 *   <tr><td>embedding</td><td>{@link EmbeddingColumn}</td><td>{@code float[]}</td></tr>
 * </table>
 */
public sealed interface Column
    permits BooleanColumn,
        IntColumn,
        LongColumn,
        FloatColumn,
        DoubleColumn,
        WideDecimalColumn,
        BytesColumn,
        ArrayColumn,
        MapColumn,
        StructColumn,
        EmbeddingColumn {

  Type type();

  /** Which rows are NULL. What the arrays hold at those rows has no meaning. */
  Validity validity();

  default int rows() {
    return validity().rows();
  }

  default boolean isNull(int row) {
    return validity().isNull(row);
  }

  /** The value of a row as the Java type in the table above, or null. */
  @Nullable Object get(int row);

  /** A copy of the rows {@code from} (inclusive) to {@code to} (exclusive). */
  Column slice(int from, int to);

  /** A copy of these rows, in their order; a row may come more than once. */
  Column select(int[] positions);

  /** The same values, NULL also where {@code mask} is. */
  Column masked(Validity mask);

  /** A column in which every row is NULL. */
  static Column ofNulls(Type type, int rows) {
    ColumnBuilder builder = ColumnBuilder.of(type);
    for (int i = 0; i < rows; i++) {
      builder.appendNull();
    }
    return builder.build();
  }

  /** The values of a field in rows that were written without it: its default, or NULL. */
  static Column ofMissing(Field field, int rows) {
    Value value = field.defaultValue();
    if (value == null) {
      return ofNulls(field.type(), rows);
    }
    ColumnBuilder builder = ColumnBuilder.of(field.type());
    builder.append(value.value());
    return builder.build().select(new int[rows]);
  }
}
