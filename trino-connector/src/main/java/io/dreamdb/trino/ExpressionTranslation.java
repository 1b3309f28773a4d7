package io.dreamdb.trino;

import static io.trino.spi.expression.StandardFunctions.AND_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.IS_NULL_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.LIKE_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_EQUAL_OPERATOR_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.NOT_FUNCTION_NAME;
import static io.trino.spi.expression.StandardFunctions.OR_FUNCTION_NAME;

import io.airlift.slice.Slice;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Literal;
import io.dreamdb.schema.Operator;
import io.dreamdb.schema.Predicate;
import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.expression.Call;
import io.trino.spi.expression.ConnectorExpression;
import io.trino.spi.expression.Constant;
import io.trino.spi.expression.FunctionName;
import io.trino.spi.expression.Variable;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trino's boolean expressions as predicates with the same outcome, true, false or unknown, for each
 * row; those that have none stay with Trino.
 *
 * @param predicates the conjuncts that were translated
 * @param rest those that were not
 */
record ExpressionTranslation(List<Predicate> predicates, ConnectorExpression rest) {

  private static final Map<FunctionName, Operator> OPERATORS =
      Map.of(
          EQUAL_OPERATOR_FUNCTION_NAME, Operator.EQUAL,
          NOT_EQUAL_OPERATOR_FUNCTION_NAME, Operator.NOT_EQUAL,
          LESS_THAN_OPERATOR_FUNCTION_NAME, Operator.LESS,
          LESS_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, Operator.AT_MOST,
          GREATER_THAN_OPERATOR_FUNCTION_NAME, Operator.GREATER,
          GREATER_THAN_OR_EQUAL_OPERATOR_FUNCTION_NAME, Operator.AT_LEAST);

  ExpressionTranslation {
    predicates = List.copyOf(predicates);
  }

  static ExpressionTranslation of(
      ConnectorExpression expression, Map<String, ColumnHandle> columns) {
    List<Predicate> predicates = new ArrayList<>();
    List<ConnectorExpression> rest = new ArrayList<>();
    for (ConnectorExpression conjunct : conjuncts(expression)) {
      Optional<Predicate> predicate = new Translator(columns).predicate(conjunct);
      predicate.ifPresentOrElse(predicates::add, () -> rest.add(conjunct));
    }
    return new ExpressionTranslation(predicates, conjunction(rest));
  }

  private static List<ConnectorExpression> conjuncts(ConnectorExpression expression) {
    if (expression.equals(Constant.TRUE)) {
      return List.of();
    }
    if (expression instanceof Call call && call.getFunctionName().equals(AND_FUNCTION_NAME)) {
      return call.getArguments().stream().flatMap(part -> conjuncts(part).stream()).toList();
    }
    return List.of(expression);
  }

  private static ConnectorExpression conjunction(List<ConnectorExpression> all) {
    if (all.isEmpty()) {
      return Constant.TRUE;
    }
    return all.size() == 1
        ? all.get(0)
        : new Call(io.trino.spi.type.BooleanType.BOOLEAN, AND_FUNCTION_NAME, all);
  }

  private record Translator(Map<String, ColumnHandle> columns) {

    Optional<Predicate> predicate(ConnectorExpression expression) {
      if (!(expression instanceof Call call)) {
        return Optional.empty();
      }
      FunctionName name = call.getFunctionName();
      List<ConnectorExpression> arguments = call.getArguments();
      if (name.equals(AND_FUNCTION_NAME)) {
        return all(arguments).map(Predicate::and);
      }
      if (name.equals(OR_FUNCTION_NAME)) {
        return all(arguments).map(Predicate::or);
      }
      if (name.equals(NOT_FUNCTION_NAME)) {
        return predicate(arguments.get(0)).map(Predicate.Not::new);
      }
      if (name.equals(IS_NULL_FUNCTION_NAME)) {
        return column(arguments.get(0))
            .map(column -> new Predicate.IsNull(ColumnPath.of(column.name())));
      }
      if (name.equals(LIKE_FUNCTION_NAME) && arguments.size() == 2) {
        return like(arguments.get(0), arguments.get(1));
      }
      Operator operator = OPERATORS.get(name);
      return operator == null
          ? Optional.empty()
          : comparison(operator, arguments.get(0), arguments.get(1));
    }

    private Optional<List<Predicate>> all(List<ConnectorExpression> expressions) {
      List<Predicate> predicates = new ArrayList<>();
      for (ConnectorExpression expression : expressions) {
        Optional<Predicate> predicate = predicate(expression);
        if (predicate.isEmpty()) {
          return Optional.empty();
        }
        predicates.add(predicate.get());
      }
      return Optional.of(predicates);
    }

    private Optional<DreamColumn> column(ConnectorExpression expression) {
      return expression instanceof Variable variable
              && columns.get(variable.getName()) instanceof DreamColumn column
              && column.kind() == DreamColumn.Kind.FIELD
          ? Optional.of(column)
          : Optional.empty();
    }

    private Optional<Predicate> comparison(
        Operator operator, ConnectorExpression left, ConnectorExpression right) {
      if (left instanceof Constant) {
        return right instanceof Constant
            ? Optional.empty()
            : comparison(operator.mirrored(), right, left);
      }
      Optional<DreamColumn> column = column(left);
      if (column.isEmpty() || !(right instanceof Constant constant)) {
        return Optional.empty();
      }
      @Nullable Object value = constant.getValue();
      if (value == null || !constant.getType().getBaseName().equals(left.getType().getBaseName())) {
        return Optional.empty();
      }
      return DomainTranslation.literal(constant.getType(), value)
          .map(literal -> comparison(column.get(), operator, literal));
    }

    private static Predicate comparison(DreamColumn column, Operator operator, Literal literal) {
      ColumnPath path = ColumnPath.of(column.name());
      Predicate plain = new Predicate.Comparison(path, operator, literal);
      boolean floating = column.type() == RealType.REAL || column.type() == DoubleType.DOUBLE;
      // A table's NaN is above all numbers; Trino's is above none.
      return floating && (operator == Operator.GREATER || operator == Operator.AT_LEAST)
          ? Predicate.and(List.of(plain, new Predicate.Not(new Predicate.IsNan(path))))
          : plain;
    }

    /** LIKE with a pattern of plain characters and one % at the end. */
    private Optional<Predicate> like(ConnectorExpression value, ConnectorExpression pattern) {
      Optional<DreamColumn> column = column(value);
      if (column.isEmpty()
          || !(column.get().type() instanceof VarcharType)
          || !(pattern instanceof Constant constant)
          || !(constant.getValue() instanceof Slice slice)
          || DomainTranslation.literal(VarcharType.VARCHAR, slice).isEmpty()) {
        return Optional.empty();
      }
      String text = slice.toStringUtf8();
      String prefix = text.substring(0, Math.max(0, text.length() - 1));
      boolean plain = text.endsWith("%") && prefix.indexOf('%') < 0 && prefix.indexOf('_') < 0;
      return plain
          ? Optional.of(new Predicate.StartsWith(ColumnPath.of(column.get().name()), prefix))
          : Optional.empty();
    }
  }
}
