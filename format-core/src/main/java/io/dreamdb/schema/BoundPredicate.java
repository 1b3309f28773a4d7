package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A condition on rows over fields and values of their types. Immutable and safe for use by many
 * threads.
 *
 * <p>{@link #text} is a filter that binds, against the same schema, to a condition with the same
 * outcome for each row.
 */
public sealed interface BoundPredicate {

  /** Column and value, of one scalar type, by an operator. */
  record Compare(BoundColumn column, Operator operator, Value value) implements BoundPredicate {
    public Compare {
      ValueList.requireType(column, value);
    }
  }

  /** Whether the column equals one of the values, which are kept sorted and distinct. */
  record In(BoundColumn column, List<Value> values) implements BoundPredicate {
    public In {
      values = ValueList.sorted(column, values);
    }
  }

  /** Whether a string column begins with these characters. */
  record StartsWith(BoundColumn column, String prefix) implements BoundPredicate {}

  /** Whether the column is NULL. */
  record IsNull(BoundColumn column) implements BoundPredicate {}

  /** Whether a float or double column is NaN. */
  record IsNan(BoundColumn column) implements BoundPredicate {}

  /** The opposite; unknown stays unknown. */
  record Not(BoundPredicate operand) implements BoundPredicate {}

  /** All operands, of none TRUE. */
  record And(List<BoundPredicate> operands) implements BoundPredicate {
    public And {
      operands = List.copyOf(operands);
    }
  }

  /** Any operand, of none FALSE. */
  record Or(List<BoundPredicate> operands) implements BoundPredicate {
    public Or {
      operands = List.copyOf(operands);
    }
  }

  /** The same for every row. */
  enum Constant implements BoundPredicate {
    TRUE,
    FALSE,
    /** Neither. */
    UNKNOWN
  }

  /** False where the column has a value, unknown where it is NULL. */
  static BoundPredicate never(BoundColumn column) {
    return new And(List.of(new IsNull(column), Constant.UNKNOWN));
  }

  /** True where the column has a value, unknown where it is NULL. */
  static BoundPredicate always(BoundColumn column) {
    return new Or(List.of(new Not(new IsNull(column)), Constant.UNKNOWN));
  }

  /**
   * The rows for which the condition is true; those for which it is unknown are not among them.
   *
   * @throws InvalidInput if the block lacks a column of {@link #columnIds}, or holds it as another
   *     type
   */
  default Bitmap select(RowBlock block) {
    return Evaluation.of(this, block).isTrue();
  }

  /**
   * Whether the condition may be true for one of the rows. {@code false} is a promise that it is
   * for none; {@code true} promises nothing.
   *
   * @param statistics by field id, of all {@code rows} rows, in the fields' present types; those of
   *     other numbers of rows or types are not used, and fields without any are taken as unknown
   */
  default boolean mightMatch(Map<Integer, ColumnStatistics> statistics, long rows) {
    return rows > 0 && new Outcomes(statistics, rows).of(this).mayBeTrue();
  }

  /**
   * Whether the condition is true for each of the rows. {@code true} is a promise; {@code false}
   * promises nothing.
   *
   * @param statistics as in {@link #mightMatch}
   */
  default boolean alwaysMatches(Map<Integer, ColumnStatistics> statistics, long rows) {
    return rows == 0 || new Outcomes(statistics, rows).of(this).isOnlyTrue();
  }

  /**
   * A condition with the same outcome, true, false or unknown, for each row: constants folded, NOT
   * only where it cannot be pushed further, no AND or OR directly inside its like.
   */
  default BoundPredicate simplify() {
    return Simplification.of(this);
  }

  /** The ids of the fields that are looked at: those whose statistics count. */
  default Set<Integer> fieldIds() {
    return BoundColumns.of(this).stream()
        .map(column -> column.field().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ids of the columns that a block must have: of fields in structs, the outermost struct. */
  default Set<Integer> columnIds() {
    return BoundColumns.of(this).stream()
        .map(column -> column.column().id())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The condition over names. */
  default Predicate unbound() {
    return BoundColumns.unbound(this);
  }

  /** The filter text. */
  default String text() {
    return unbound().text();
  }
}
