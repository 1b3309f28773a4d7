package io.dreamdb.schema;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which outcomes a predicate may have among rows of which only statistics are known. The set never
 * lacks an outcome that a row has.
 */
final class Outcomes {

  private final Map<Integer, ColumnStatistics> statistics;
  private final long rows;

  Outcomes(Map<Integer, ColumnStatistics> statistics, long rows) {
    this.statistics = statistics;
    this.rows = rows;
  }

  OutcomeSet of(BoundPredicate predicate) {
    if (predicate instanceof BoundPredicate.Constant constant) {
      return switch (constant) {
        case TRUE -> OutcomeSet.TRUE;
        case FALSE -> OutcomeSet.FALSE;
        case UNKNOWN -> OutcomeSet.UNKNOWN;
      };
    }
    if (predicate instanceof BoundPredicate.Not not) {
      return of(not.operand()).negated();
    }
    if (predicate instanceof BoundPredicate.And and) {
      OutcomeSet all = OutcomeSet.TRUE;
      for (BoundPredicate operand : and.operands()) {
        all = all.and(of(operand));
      }
      return all;
    }
    if (predicate instanceof BoundPredicate.Or or) {
      OutcomeSet any = OutcomeSet.FALSE;
      for (BoundPredicate operand : or.operands()) {
        any = any.negated().and(of(operand).negated()).negated();
      }
      return any;
    }
    return leaf(predicate);
  }

  private OutcomeSet leaf(BoundPredicate leaf) {
    if (leaf instanceof BoundPredicate.IsNull isNull) {
      ColumnStatistics known = known(isNull.column());
      return known == null
          ? OutcomeSet.TRUE_OR_FALSE
          : OutcomeSet.NONE
              .with(OutcomeSet.TRUE, known.nullCount() > 0)
              .with(OutcomeSet.FALSE, known.nullCount() < rows);
    }
    if (leaf instanceof BoundPredicate.Compare compare) {
      return outcomes(compare.column(), new CompareTest(compare.operator(), compare.value()));
    }
    if (leaf instanceof BoundPredicate.In in) {
      return outcomes(in.column(), new InTest(in.values()));
    }
    if (leaf instanceof BoundPredicate.StartsWith startsWith) {
      return outcomes(startsWith.column(), new PrefixTest(startsWith.prefix()));
    }
    return outcomes(((BoundPredicate.IsNan) leaf).column(), new NanTest());
  }

  private @Nullable ColumnStatistics known(BoundColumn column) {
    ColumnStatistics known = statistics.get(column.field().id());
    return known == null || known.valueCount() != rows ? null : known;
  }

  private OutcomeSet outcomes(BoundColumn column, Test test) {
    ColumnStatistics known = known(column);
    if (known == null) {
      return OutcomeSet.ALL;
    }
    return OutcomeSet.NONE
        .with(OutcomeSet.UNKNOWN, known.nullCount() > 0)
        .with(test.ofNan(), known.nanCount() > 0)
        .with(
            test.ofRange(bound(known.lower(), column), bound(known.upper(), column)),
            known.numberCount() > 0);
  }

  private static @Nullable Object bound(@Nullable Value bound, BoundColumn column) {
    return bound == null || !bound.type().equals(column.type()) ? null : bound.value();
  }

  /** A condition on one value that is not NULL. */
  private sealed interface Test {

    /** The outcome for NaN. */
    OutcomeSet ofNan();

    /** The outcomes for values, but not NaN, between bounds of which either may be missing. */
    OutcomeSet ofRange(@Nullable Object lower, @Nullable Object upper);
  }

  private record NanTest() implements Test {
    @Override
    public OutcomeSet ofNan() {
      return OutcomeSet.TRUE;
    }

    @Override
    public OutcomeSet ofRange(@Nullable Object lower, @Nullable Object upper) {
      return OutcomeSet.FALSE;
    }
  }

  private record CompareTest(Operator operator, Value value) implements Test {
    @Override
    public OutcomeSet ofNan() {
      return OutcomeSet.of(operator.holds(isNan(value.value()) ? 0 : 1));
    }

    @Override
    public OutcomeSet ofRange(@Nullable Object lower, @Nullable Object upper) {
      Object literal = value.value();
      if (isNan(literal)) {
        return OutcomeSet.of(operator.holds(-1));
      }
      int least = lower == null ? -1 : Integer.signum(ValueOrder.compare(lower, literal));
      int greatest = upper == null ? 1 : Integer.signum(ValueOrder.compare(upper, literal));
      OutcomeSet outcomes = OutcomeSet.NONE;
      for (int sign = least; sign <= greatest; sign++) {
        outcomes = outcomes.with(OutcomeSet.of(operator.holds(sign)), true);
      }
      return outcomes;
    }
  }

  private record InTest(List<Value> values) implements Test {
    @Override
    public OutcomeSet ofNan() {
      return OutcomeSet.of(values.stream().anyMatch(value -> isNan(value.value())));
    }

    @Override
    public OutcomeSet ofRange(@Nullable Object lower, @Nullable Object upper) {
      boolean mayMatch =
          values.stream()
              .map(Value::value)
              .anyMatch(value ->
                  !isNan(value)
                      && (lower == null || ValueOrder.compare(lower, value) <= 0)
                      && (upper == null || ValueOrder.compare(value, upper) <= 0));
      boolean single = lower != null && upper != null && ValueOrder.compare(lower, upper) == 0;
      return OutcomeSet.NONE
          .with(OutcomeSet.TRUE, mayMatch)
          .with(OutcomeSet.FALSE, !(single && mayMatch));
    }
  }

  private record PrefixTest(String prefix) implements Test {
    @Override
    public OutcomeSet ofNan() {
      return OutcomeSet.FALSE;
    }

    @Override
    public OutcomeSet ofRange(@Nullable Object lower, @Nullable Object upper) {
      boolean lowerBegins = lower == null || ((String) lower).startsWith(prefix);
      boolean upperBegins = upper == null || ((String) upper).startsWith(prefix);
      boolean allBelow = upper != null && Utf8.compare((String) upper, prefix) < 0;
      boolean allAbove = lower != null && !lowerBegins && Utf8.compare((String) lower, prefix) > 0;
      boolean allMatch =
          prefix.isEmpty() || lower != null && upper != null && lowerBegins && upperBegins;
      return OutcomeSet.NONE
          .with(OutcomeSet.TRUE, !allBelow && !allAbove)
          .with(OutcomeSet.FALSE, !allMatch);
    }
  }

  private static boolean isNan(Object value) {
    return value instanceof Float single && single.isNaN()
        || value instanceof Double number && number.isNaN();
  }
}
