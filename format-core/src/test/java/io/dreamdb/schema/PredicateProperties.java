package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Fast evaluation, simplification and pruning against the plain interpreter, on random tables. */
class PredicateProperties {

  private static final int MAX_ROWS = 140;

  /** Describes only what fails: describing each row would take most of the time. */
  private static void requireOutcome(
      @Nullable Boolean expected,
      @Nullable Boolean actual,
      Predicate predicate,
      RowBlock block,
      int row) {
    if (!Objects.equals(expected, actual)) {
      fail("%s of %s: expected %s, found %s", predicate, block.row(row), expected, actual);
    }
  }

  private static @Nullable Boolean outcome(Evaluation evaluation, int row) {
    if (evaluation.isTrue().get(row)) {
      if (evaluation.isFalse().get(row)) {
        fail("row %d is both true and false", row);
      }
      return true;
    }
    return evaluation.isFalse().get(row) ? false : null;
  }

  @Property(tries = 3000)
  void columnsAndRowsGiveTheSameOutcome(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Schema schema = samples.schema();
    RowBlock block = samples.block(schema, samples.random.nextInt(MAX_ROWS));
    PlainInterpreter plain = new PlainInterpreter(block);
    for (int i = 0; i < 5; i++) {
      Predicate predicate = samples.predicate(schema, 3);
      BoundPredicate bound = predicate.bind(schema);
      Evaluation fast = Evaluation.of(bound, block);
      Evaluation simple = Evaluation.of(bound.simplify(), block);
      Evaluation again = Evaluation.of(Predicate.parse(bound.text()).bind(schema), block);
      for (int row = 0; row < block.rows(); row++) {
        Boolean expected = plain.test(predicate, row);
        requireOutcome(expected, outcome(fast, row), predicate, block, row);
        requireOutcome(expected, outcome(simple, row), predicate, block, row);
        requireOutcome(expected, outcome(again, row), predicate, block, row);
      }
      assertThat(bound.select(block)).isEqualTo(fast.isTrue());
    }
  }

  @Property(tries = 3000)
  void pruningIsNeverWrong(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Schema schema = samples.schema();
    RowBlock block = samples.block(schema, samples.random.nextInt(6));
    RowBlock more = samples.block(schema, samples.random.nextInt(6));
    Map<Integer, ColumnStatistics> statistics = new HashMap<>(block.statistics());
    more.statistics().forEach((id, other) -> statistics.merge(id, other, ColumnStatistics::merge));
    statistics.keySet().removeIf(id -> samples.random.nextInt(8) == 0);
    long rows = block.rows() + more.rows();
    for (int i = 0; i < 10; i++) {
      Predicate predicate = samples.predicate(schema, 2);
      BoundPredicate bound = predicate.bind(schema);
      long matches = bound.select(block).cardinality() + bound.select(more).cardinality();
      for (BoundPredicate form : List.of(bound, bound.simplify())) {
        if (!form.mightMatch(statistics, rows)) {
          assertThat(matches).as("skipped by %s with %s", form, statistics).isZero();
        }
        if (form.alwaysMatches(statistics, rows)) {
          assertThat(matches).as("taken by %s with %s", form, statistics).isEqualTo(rows);
        }
      }
    }
  }

  @Property(tries = 4000)
  void pruningWithMissingBoundsIsNeverWrong(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Type type = samples.random.nextInt(3) == 0 ? PrimitiveType.STRING : samples.scalar();
    Schema schema = Schema.of(Field.nullable(1, "c", type));
    RowBlock block = samples.block(schema, 1 + samples.random.nextInt(3));
    ColumnStatistics all = block.statistics().get(1);
    ColumnStatistics some =
        new ColumnStatistics(
            all.valueCount(),
            all.nullCount(),
            all.nanCount(),
            samples.random.nextInt(3) == 0 ? null : all.lower(),
            samples.random.nextInt(3) == 0 ? null : all.upper());
    for (int i = 0; i < 10; i++) {
      BoundPredicate bound = samples.predicate(schema, 0).bind(schema);
      int matches = bound.select(block).cardinality();
      if (!bound.mightMatch(Map.of(1, some), block.rows())) {
        assertThat(matches).as("skipped by %s with %s", bound, some).isZero();
      }
      if (bound.alwaysMatches(Map.of(1, some), block.rows())) {
        assertThat(matches).as("taken by %s with %s", bound, some).isEqualTo(block.rows());
      }
    }
  }

  @Property(tries = 3000)
  void oneRowIsDecidedFromItsStatistics(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Type type = samples.scalar();
    Schema schema = Schema.of(Field.nullable(1, "c", type));
    RowBlock block = samples.block(schema, 1);
    Predicate predicate = samples.predicate(schema, 0);
    BoundPredicate bound = predicate.bind(schema);
    boolean matches = bound.select(block).get(0);
    ColumnStatistics statistics = block.statistics().get(1);
    boolean cut =
        block.row(0).get(0) != null
            && (type == PrimitiveType.STRING || type == PrimitiveType.BINARY)
            && ((BytesColumn) block.columns().get(0)).lengthBytes(0) > 16;
    if (!cut && !(predicate instanceof Predicate.Between)) {
      assertThat(bound.mightMatch(Map.of(1, statistics), 1))
          .as("%s with %s", predicate, statistics)
          .isEqualTo(matches);
      assertThat(bound.alwaysMatches(Map.of(1, statistics), 1)).isEqualTo(matches);
    }
  }

  @Property(tries = 5000)
  void textParsesToAnEqualPredicate(@ForAll long seed) {
    Samples samples = new Samples(seed);
    Predicate predicate = samples.predicate(samples.schema(), 4);
    assertThat(Predicate.parse(predicate.text())).as(predicate.text()).isEqualTo(predicate);
  }
}
