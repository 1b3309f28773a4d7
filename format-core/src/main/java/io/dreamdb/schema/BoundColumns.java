package io.dreamdb.schema;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Walks over bound predicates: their columns, and the way back to names. */
final class BoundColumns {

  private BoundColumns() {}

  static Set<BoundColumn> of(BoundPredicate predicate) {
    Set<BoundColumn> columns = new LinkedHashSet<>();
    collect(predicate, columns);
    return columns;
  }

  private static void collect(BoundPredicate predicate, Set<BoundColumn> columns) {
    if (predicate instanceof BoundPredicate.And and) {
      and.operands().forEach(operand -> collect(operand, columns));
    } else if (predicate instanceof BoundPredicate.Or or) {
      or.operands().forEach(operand -> collect(operand, columns));
    } else if (predicate instanceof BoundPredicate.Not not) {
      collect(not.operand(), columns);
    } else if (!(predicate instanceof BoundPredicate.Constant)) {
      columns.add(column(predicate));
    }
  }

  private static BoundColumn column(BoundPredicate leaf) {
    if (leaf instanceof BoundPredicate.Compare compare) {
      return compare.column();
    }
    if (leaf instanceof BoundPredicate.In in) {
      return in.column();
    }
    if (leaf instanceof BoundPredicate.StartsWith startsWith) {
      return startsWith.column();
    }
    return leaf instanceof BoundPredicate.IsNull isNull
        ? isNull.column()
        : ((BoundPredicate.IsNan) leaf).column();
  }

  static Predicate unbound(BoundPredicate predicate) {
    if (predicate instanceof BoundPredicate.And and) {
      return Predicate.and(unbound(and.operands()));
    }
    if (predicate instanceof BoundPredicate.Or or) {
      return Predicate.or(unbound(or.operands()));
    }
    if (predicate instanceof BoundPredicate.Not not) {
      return new Predicate.Not(unbound(not.operand()));
    }
    if (predicate instanceof BoundPredicate.Constant constant) {
      return Predicate.Constant.valueOf(constant.name());
    }
    return leaf(predicate, column(predicate).toPath());
  }

  private static List<Predicate> unbound(List<BoundPredicate> operands) {
    return operands.stream().map(BoundColumns::unbound).toList();
  }

  private static Predicate leaf(BoundPredicate leaf, ColumnPath path) {
    if (leaf instanceof BoundPredicate.Compare compare) {
      return new Predicate.Comparison(path, compare.operator(), Literal.of(compare.value()));
    }
    if (leaf instanceof BoundPredicate.In in) {
      return new Predicate.In(path, in.values().stream().map(Literal::of).toList());
    }
    if (leaf instanceof BoundPredicate.StartsWith startsWith) {
      return new Predicate.StartsWith(path, startsWith.prefix());
    }
    return leaf instanceof BoundPredicate.IsNull
        ? new Predicate.IsNull(path)
        : new Predicate.IsNan(path);
  }
}
