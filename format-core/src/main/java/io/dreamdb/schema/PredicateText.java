package io.dreamdb.schema;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes predicates as filters. */
final class PredicateText {

  private PredicateText() {}

  static String of(Predicate predicate) {
    if (predicate instanceof Predicate.Or or) {
      return joined(or.operands(), " OR ");
    }
    if (predicate instanceof Predicate.And and) {
      return joined(and.operands(), " AND ");
    }
    if (predicate instanceof Predicate.Not not) {
      return not(not.operand());
    }
    if (predicate instanceof Predicate.Constant constant) {
      return constant == Predicate.Constant.UNKNOWN ? "NULL" : constant.name();
    }
    return leaf(predicate, "");
  }

  private static String joined(List<Predicate> operands, String word) {
    return operands.stream().map(PredicateText::operand).collect(Collectors.joining(word));
  }

  /** AND inside OR needs no parentheses, but people read it better with them. */
  private static String operand(Predicate operand) {
    boolean compound = operand instanceof Predicate.And || operand instanceof Predicate.Or;
    return compound ? "(" + of(operand) + ")" : of(operand);
  }

  private static String not(Predicate operand) {
    boolean inside =
        operand instanceof Predicate.In
            || operand instanceof Predicate.Between
            || operand instanceof Predicate.StartsWith
            || operand instanceof Predicate.IsNull
            || operand instanceof Predicate.IsNan;
    return inside ? leaf(operand, "NOT ") : "NOT " + operand(operand);
  }

  private static String leaf(Predicate leaf, String not) {
    if (leaf instanceof Predicate.Comparison comparison) {
      return String.format(
          Locale.ROOT,
          "%s %s %s",
          comparison.column().text(),
          comparison.operator().text(),
          comparison.literal().text());
    }
    if (leaf instanceof Predicate.In in) {
      return in.column().text() + " " + not + "IN (" + list(in.literals()) + ")";
    }
    if (leaf instanceof Predicate.Between between) {
      return String.format(
          Locale.ROOT,
          "%s %sBETWEEN %s AND %s",
          between.column().text(),
          not,
          between.low().text(),
          between.high().text());
    }
    if (leaf instanceof Predicate.StartsWith startsWith) {
      return startsWith.column().text() + " " + not + "LIKE " + pattern(startsWith.prefix());
    }
    if (leaf instanceof Predicate.IsNull isNull) {
      return isNull.column().text() + " IS " + not + "NULL";
    }
    return ((Predicate.IsNan) leaf).column().text() + " IS " + not + "NAN";
  }

  private static String list(List<Literal> literals) {
    return literals.stream().map(Literal::text).collect(Collectors.joining(", "));
  }

  private static String pattern(String prefix) {
    if (prefix.indexOf('%') < 0 && prefix.indexOf('_') < 0) {
      return Literal.of(prefix + "%").text();
    }
    String escaped = prefix.replaceAll("[%_\\\\]", "\\\\$0");
    return Literal.of(escaped + "%").text() + " ESCAPE '\\'";
  }
}
