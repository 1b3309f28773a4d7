package io.dreamdb.trino;

import static io.trino.spi.expression.StandardFunctions.CAST_FUNCTION_NAME;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.trino.spi.block.Block;
import io.trino.spi.connector.Assignment;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ConnectorTableHandle;
import io.trino.spi.connector.Constraint;
import io.trino.spi.connector.ConstraintApplicationResult;
import io.trino.spi.connector.ProjectionApplicationResult;
import io.trino.spi.connector.SortItem;
import io.trino.spi.connector.TopNApplicationResult;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.DoubleType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a scan takes over from the engine. */
final class Pushdown {

  /** Beyond it a sum of products of doubles could overflow. */
  private static final double MAX_QUERY_ELEMENT = 1e100;

  private Pushdown() {}

  /** Takes over the conditions that a table evaluates exactly; the others stay. */
  static Optional<ConstraintApplicationResult<ConnectorTableHandle>> filter(
      DreamTable table, Constraint constraint) {
    if (table.search() != null || table.top() != null) {
      // A condition above the first k rows must not choose among more.
      return Optional.empty();
    }
    DomainTranslation domains = DomainTranslation.of(constraint.getSummary());
    ExpressionTranslation expressions =
        ExpressionTranslation.of(constraint.getExpression(), constraint.getAssignments());
    Set<String> filters = new LinkedHashSet<>(table.filters());
    domains.predicates().stream().map(Predicate::text).forEach(filters::add);
    expressions.predicates().stream().map(Predicate::text).forEach(filters::add);
    filters.remove(Predicate.Constant.TRUE.text());
    if (filters.size() == table.filters().size()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConstraintApplicationResult<>(
            table.withFilters(List.copyOf(filters)), domains.rest(), expressions.rest(), false));
  }

  /** Takes over vector functions of an embedding and a constant. */
  static Optional<ProjectionApplicationResult<ConnectorTableHandle>> projection(
      DreamTable table,
      Schema schema,
      List<ConnectorExpression> projections,
      Map<String, ColumnHandle> assignments) {
    if (table.search() != null || table.top() != null) {
      return Optional.empty();
    }
    Replacement replacement = new Replacement(schema, assignments);
    List<ConnectorExpression> replaced = projections.stream().map(replacement::of).toList();
    if (replacement.scores.isEmpty()) {
      return Optional.empty();
    }
    List<Assignment> all = new ArrayList<>();
    assignments.forEach(
        (name, column) -> all.add(new Assignment(name, column, ((DreamColumn) column).type())));
    replacement.scores.forEach(
        (column, name) -> all.add(new Assignment(name, column, column.type())));
    return Optional.of(new ProjectionApplicationResult<>(table, replaced, all, false));
  }

  /**
   * Takes over the first rows by a vector function: of the whole table and in order where core
   * finds them, else of each batch, which the engine merges.
   */
  static Optional<TopNApplicationResult<ConnectorTableHandle>> topN(
      DreamTable table,
      Snapshot snapshot,
      long count,
      List<SortItem> order,
      Map<String, ColumnHandle> assignments,
      boolean approximate) {
    if (table.search() != null || table.top() != null || order.size() != 1) {
      return Optional.empty();
    }
    SortItem item = order.get(0);
    DreamColumn column = (DreamColumn) assignments.get(item.getName());
    if (column == null || column.kind() != DreamColumn.Kind.SCORE) {
      return Optional.empty();
    }
    DreamTable.Top top =
        new DreamTable.Top(
            count,
            column,
            item.getSortOrder().isAscending(),
            item.getSortOrder().isNullsFirst(),
            false,
            approximate);
    boolean ofTable = FunctionRanking.serves(snapshot, top);
    return Optional.of(
        new TopNApplicationResult<>(
            table.withTop(ofTable ? top.ofWholeTable() : top), ofTable, false));
  }

  /** Puts variables in the place of vector functions. */
  private static final class Replacement {

    private final Schema schema;
    private final Map<String, ColumnHandle> assignments;
    private final Map<DreamColumn, String> scores = new LinkedHashMap<>();

    Replacement(Schema schema, Map<String, ColumnHandle> assignments) {
      this.schema = schema;
      this.assignments = assignments;
    }

    ConnectorExpression of(ConnectorExpression expression) {
      if (!(expression instanceof Call call)) {
        return expression;
      }
      Optional<DreamColumn> score = score(call);
      if (score.isPresent()) {
        String name =
            scores.computeIfAbsent(score.get(), column -> column.name() + "_" + scores.size());
        return new Variable(name, DoubleType.DOUBLE);
      }
      List<ConnectorExpression> arguments = call.getArguments().stream().map(this::of).toList();
      return arguments.equals(call.getArguments())
          ? call
          : new Call(call.getType(), call.getFunctionName(), arguments);
    }

    private Optional<DreamColumn> score(Call call) {
      if (call.getArguments().size() != 2) {
        return Optional.empty();
      }
      ConnectorExpression left = call.getArguments().get(0);
      ConnectorExpression right = call.getArguments().get(1);
      return EngineFunction.named(call.getFunctionName().getName())
          .flatMap(function -> score(function, left, right).or(() -> score(function, right, left)));
    }

    private Optional<DreamColumn> score(
        EngineFunction function, ConnectorExpression vector, ConnectorExpression query) {
      Optional<DreamColumn> column = embedding(vector);
      Optional<double[]> values = values(query);
      if (column.isEmpty() || values.isEmpty()) {
        return Optional.empty();
      }
      EmbeddingType type =
          (EmbeddingType) schema.findById(column.get().fieldId()).orElseThrow().type();
      return type.dimension() == values.get().length
          ? Optional.of(
              new DreamColumn(
                  function.sqlName(),
                  DreamColumn.Kind.SCORE,
                  column.get().fieldId(),
                  DoubleType.DOUBLE,
                  new Score(function, values.get()).text()))
          : Optional.empty();
    }

    /** An embedding, cast to the doubles that the functions take. */
    private Optional<DreamColumn> embedding(ConnectorExpression expression) {
      return expression instanceof Call cast
              && cast.getFunctionName().equals(CAST_FUNCTION_NAME)
              && cast.getType().equals(new ArrayType(DoubleType.DOUBLE))
              && cast.getArguments().get(0) instanceof Variable variable
              && assignments.get(variable.getName()) instanceof DreamColumn column
              && schema
                  .findById(column.fieldId())
                  .filter(field -> TypeMapping.isEmbedding(field.type()))
                  .isPresent()
          ? Optional.of(column)
          : Optional.empty();
    }

    private static Optional<double[]> values(ConnectorExpression expression) {
      if (!(expression instanceof Constant constant)
          || !constant.getType().equals(new ArrayType(DoubleType.DOUBLE))
          || !(constant.getValue() instanceof Block block)) {
        return Optional.empty();
      }
      double[] values = new double[block.getPositionCount()];
      for (int i = 0; i < values.length; i++) {
        if (block.isNull(i)) {
          return Optional.empty();
        }
        values[i] = DoubleType.DOUBLE.getDouble(block, i);
        if (!(Math.abs(values[i]) <= MAX_QUERY_ELEMENT)) {
          return Optional.empty();
        }
      }
      return Optional.of(values);
    }
  }
}
