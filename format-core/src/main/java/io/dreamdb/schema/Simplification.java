package io.dreamdb.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Rewrites bound predicates to shorter ones of the same outcome: true, false or unknown. */
final class Simplification {

  private Simplification() {}

  static BoundPredicate of(BoundPredicate predicate) {
    if (predicate instanceof BoundPredicate.Not not) {
      return negated(not.operand());
    }
    if (predicate instanceof BoundPredicate.And and) {
      return junction(and.operands().stream().map(Simplification::of).toList(), true);
    }
    if (predicate instanceof BoundPredicate.Or or) {
      return junction(or.operands().stream().map(Simplification::of).toList(), false);
    }
    return predicate;
  }

  /** The simple form of NOT {@code predicate}. */
  private static BoundPredicate negated(BoundPredicate predicate) {
    if (predicate instanceof BoundPredicate.Not not) {
      return of(not.operand());
    }
    if (predicate instanceof BoundPredicate.And and) {
      return junction(and.operands().stream().map(Simplification::negated).toList(), false);
    }
    if (predicate instanceof BoundPredicate.Or or) {
      return junction(or.operands().stream().map(Simplification::negated).toList(), true);
    }
    if (predicate instanceof BoundPredicate.Compare compare) {
      return new BoundPredicate.Compare(
          compare.column(), compare.operator().negated(), compare.value());
    }
    if (predicate instanceof BoundPredicate.Constant constant) {
      return switch (constant) {
        case TRUE -> BoundPredicate.Constant.FALSE;
        case FALSE -> BoundPredicate.Constant.TRUE;
        case UNKNOWN -> BoundPredicate.Constant.UNKNOWN;
      };
    }
    return new BoundPredicate.Not(predicate);
  }

  /** AND or OR of simple operands: each once, without the neutral constant. */
  private static BoundPredicate junction(List<BoundPredicate> operands, boolean and) {
    BoundPredicate neutral = constant(and);
    BoundPredicate absorbing = constant(!and);
    Set<BoundPredicate> kept = new LinkedHashSet<>();
    for (BoundPredicate operand : operands) {
      kept.addAll(parts(operand, and));
    }
    kept.remove(neutral);
    if (kept.contains(absorbing)) {
      return absorbing;
    }
    if (kept.isEmpty()) {
      return neutral;
    }
    if (kept.size() == 1) {
      return kept.iterator().next();
    }
    return and
        ? new BoundPredicate.And(List.copyOf(kept))
        : new BoundPredicate.Or(List.copyOf(kept));
  }

  private static BoundPredicate constant(boolean value) {
    return value ? BoundPredicate.Constant.TRUE : BoundPredicate.Constant.FALSE;
  }

  private static List<BoundPredicate> parts(BoundPredicate operand, boolean and) {
    if (and && operand instanceof BoundPredicate.And inner) {
      return inner.operands();
    }
    return !and && operand instanceof BoundPredicate.Or inner ? inner.operands() : List.of(operand);
  }
}
