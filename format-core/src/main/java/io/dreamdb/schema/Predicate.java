package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A condition on rows, over column names and literals that know no types yet.
 *
 * <p>{@link #parse} reads and {@link #text} writes the language of {@code docs/guide/filter.md};
 * parsing the text of a predicate gives an equal predicate. NULL logic is three-valued. The negated
 * forms of SQL are a {@link Not} around the plain one. Immutable.
 */
public sealed interface Predicate {

  /** Column and literal by an operator. */
  record Comparison(ColumnPath column, Operator operator, Literal literal) implements Predicate {
    @Override
    public String toString() {
      return text();
    }
  }

  /** Whether the column equals one of the literals, of which there is at least one. */
  record In(ColumnPath column, List<Literal> literals) implements Predicate {

    public In {
      literals = List.copyOf(literals);
      if (literals.isEmpty()) {
        throw column.error("IN without values: expected at least one");
      }
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** Whether the column is at least {@code low} and at most {@code high}. */
  record Between(ColumnPath column, Literal low, Literal high) implements Predicate {
    @Override
    public String toString() {
      return text();
    }
  }

  /** Whether a string column begins with these characters: LIKE with one {@code %} at the end. */
  record StartsWith(ColumnPath column, String prefix) implements Predicate {

    public StartsWith {
      Utf8.encode(prefix);
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** Whether the column is NULL; never unknown. */
  record IsNull(ColumnPath column) implements Predicate {
    @Override
    public String toString() {
      return text();
    }
  }

  /** Whether a float or double column is NaN. */
  record IsNan(ColumnPath column) implements Predicate {
    @Override
    public String toString() {
      return text();
    }
  }

  /** The opposite; unknown stays unknown. */
  record Not(Predicate operand) implements Predicate {
    @Override
    public String toString() {
      return text();
    }
  }

  /** All of at least two operands. Operands that are conjunctions are taken apart. */
  record And(List<Predicate> operands) implements Predicate {

    public And {
      operands = flat(operands, p -> p instanceof And and ? and.operands : List.of(p));
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** Any of at least two operands. Operands that are disjunctions are taken apart. */
  record Or(List<Predicate> operands) implements Predicate {

    public Or {
      operands = flat(operands, p -> p instanceof Or or ? or.operands : List.of(p));
    }

    @Override
    public String toString() {
      return text();
    }
  }

  /** The same for every row. */
  enum Constant implements Predicate {
    TRUE,
    FALSE,
    /** Neither: NULL as a condition. */
    UNKNOWN;

    @Override
    public String toString() {
      return text();
    }
  }

  private static List<Predicate> flat(
      List<Predicate> operands, Function<Predicate, List<Predicate>> parts) {
    List<Predicate> flat = new ArrayList<>();
    operands.forEach(operand -> flat.addAll(parts.apply(operand)));
    if (flat.size() < 2) {
      throw new InvalidInput("AND or OR of " + flat.size() + " operands: expected two or more");
    }
    return List.copyOf(flat);
  }

  /** All of these; of none TRUE, of one that one. */
  static Predicate and(List<Predicate> operands) {
    if (operands.isEmpty()) {
      return Constant.TRUE;
    }
    return operands.size() == 1 ? operands.get(0) : new And(operands);
  }

  /** Any of these; of none FALSE, of one that one. */
  static Predicate or(List<Predicate> operands) {
    if (operands.isEmpty()) {
      return Constant.FALSE;
    }
    return operands.size() == 1 ? operands.get(0) : new Or(operands);
  }

  /**
   * Reads a filter.
   *
   * @throws InvalidInput if the text is none; the message has the position, the line with a caret,
   *     and what was expected
   */
  static Predicate parse(String text) {
    return new PredicateParser(text).parse();
  }

  /** The filter text, one for all equal predicates. */
  default String text() {
    return PredicateText.of(this);
  }

  /**
   * The same condition over the fields of a schema. Literals are compared with the column's values
   * exactly: {@code i < 1.5} over an int column is {@code i <= 1}, and {@code i = 1.5} is never
   * true.
   *
   * @throws InvalidInput if a column is unknown or a literal cannot be compared with its type; the
   *     message names column, type and, where the predicate was parsed, the position
   */
  default BoundPredicate bind(Schema schema) {
    return new Binder(schema).bind(this);
  }
}
