package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Columns of random types hold what was appended, whichever way they are cut. */
class ColumnProperties {

  @Property(tries = 2000)
  void columnsHoldWhatWasAppended(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Type type = samples.schema().fields().get(0).type();
    int rows = samples.random.nextInt(150);
    List<@Nullable Object> values = new ArrayList<>();
    ColumnBuilder builder = ColumnBuilder.of(type);
    for (int i = 0; i < rows; i++) {
      values.add(samples.nullable(type));
      builder.append(values.get(i));
    }
    Column column = builder.build();
    requireRows(column, values);

    int from = samples.random.nextInt(rows + 1);
    int to = from + samples.random.nextInt(rows - from + 1);
    requireRows(column.slice(from, to), values.subList(from, to));

    int[] positions = samples.random.ints(rows == 0 ? 0 : 20, 0, Math.max(1, rows)).toArray();
    List<@Nullable Object> selected = new ArrayList<>();
    for (int position : positions) {
      selected.add(values.get(position));
    }
    requireRows(column.select(positions), selected);

    Bitmap.Builder mask = new Bitmap.Builder();
    List<@Nullable Object> masked = new ArrayList<>(values);
    for (int i = 0; i < rows; i++) {
      mask.append(samples.random.nextBoolean());
    }
    Bitmap bits = mask.build();
    for (int i = 0; i < rows; i++) {
      masked.set(i, bits.get(i) ? values.get(i) : null);
    }
    requireRows(column.masked(Validity.of(bits)), masked);

    builder.append(null);
    requireRows(column, values);
  }

  private static void requireRows(Column column, List<@Nullable Object> expected) {
    assertThat(column.rows()).isEqualTo(expected.size());
    int nulls = 0;
    for (int i = 0; i < expected.size(); i++) {
      assertThat(column.get(i)).as(column.type().text()).isEqualTo(expected.get(i));
      assertThat(column.isNull(i)).isEqualTo(expected.get(i) == null);
      nulls += expected.get(i) == null ? 1 : 0;
    }
    assertThat(column.validity().nullCount()).isEqualTo(nulls);
  }

  @Property(tries = 2000)
  void boundsHoldEveryValueAndCountsAreExact(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Type type = samples.scalar();
    RowBlock block =
        samples.block(Schema.of(Field.nullable(1, "c", type)), 1 + samples.random.nextInt(9));
    ColumnStatistics statistics = ColumnStatistics.of(block.columns().get(0));
    int nulls = 0;
    int nans = 0;
    for (int i = 0; i < block.rows(); i++) {
      Object value = block.columns().get(0).get(i);
      if (value == null) {
        nulls++;
      } else if (value instanceof Number n && type.isFloating() && Double.isNaN(n.doubleValue())) {
        nans++;
      } else {
        requireWithin(statistics, value);
      }
    }
    assertThat(statistics.valueCount()).isEqualTo(block.rows());
    assertThat(statistics.nullCount()).isEqualTo(nulls);
    assertThat(statistics.nanCount()).isEqualTo(nans);
  }

  private static void requireWithin(ColumnStatistics statistics, Object value) {
    Value lower = statistics.lower();
    assertThat(lower).isNotNull();
    assertThat(ValueOrder.compare(lower.value(), value)).isLessThanOrEqualTo(0);
    Value upper = statistics.upper();
    if (upper != null) {
      assertThat(ValueOrder.compare(upper.value(), value)).isGreaterThanOrEqualTo(0);
      assertThat(upper.toBytes().length).isLessThanOrEqualTo(64);
    } else {
      assertThat(value).isInstanceOfAny(String.class, java.nio.ByteBuffer.class);
    }
  }

  @Property(tries = 2000)
  void singleValueBytesReadBackToTheValue(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Type type = samples.scalar();
    Value value = new Value(type, samples.value(type));
    assertThat(Value.fromBytes(type, value.toBytes())).isEqualTo(value);
  }
}
