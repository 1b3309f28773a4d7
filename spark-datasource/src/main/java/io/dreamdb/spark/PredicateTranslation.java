package io.dreamdb.spark;

import io.dreamdb.InvalidInput;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.Operator;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Spark's predicates in core's language: only those that core answers for each row as Spark does.
 *
 * <p>Both take NaN as equal to itself and above all, −0 as 0, strings by bytes, and NOT, AND and OR
 * as three-valued, so a translated predicate is exact also below NOT.
 */
final class PredicateTranslation {

  private static final Map<String, Operator> OPERATORS =
      Map.of(
          "=", Operator.EQUAL,
          "<>", Operator.NOT_EQUAL,
          "<", Operator.LESS,
          "<=", Operator.AT_MOST,
          ">", Operator.GREATER,
          ">=", Operator.AT_LEAST);

  private final Schema schema;

  PredicateTranslation(Schema schema) {
    this.schema = schema;
  }

  /** The predicate over the schema's columns; empty if core has none with the same answers. */
  Optional<Predicate> translate(org.apache.spark.sql.connector.expressions.filter.Predicate spark) {
    Predicate translated;
    try {
      translated = translated(spark);
      if (translated == null) {
        return Optional.empty();
      }
      translated.bind(schema);
    } catch (InvalidInput | DateTimeException | ArithmeticException notInCore) {
      // Hidden columns and values out of core's ranges are Spark's to evaluate.
      return Optional.empty();
    }
    return Optional.of(translated);
  }

  /** All of the predicates; empty if core lacks one of them. */
  Optional<Predicate> translateAll(
      org.apache.spark.sql.connector.expressions.filter.Predicate[] all) {
    List<Predicate> translated = new ArrayList<>();
    for (org.apache.spark.sql.connector.expressions.filter.Predicate spark : all) {
      translate(spark).ifPresent(translated::add);
    }
    return translated.size() == all.length
        ? Optional.of(Predicate.and(translated))
        : Optional.empty();
  }

  private @Nullable Predicate translated(Expression expression) {
    Expression[] operands = expression.children();
    if (!(expression instanceof org.apache.spark.sql.connector.expressions.filter.Predicate node)) {
      return null;
    }
    switch (node.name()) {
      case "ALWAYS_TRUE":
        return Predicate.Constant.TRUE;
      case "ALWAYS_FALSE":
        return Predicate.Constant.FALSE;
      case "AND", "OR":
        List<Predicate> sides = all(operands);
        if (sides.size() < operands.length) {
          return null;
        }
        return node.name().equals("AND") ? Predicate.and(sides) : Predicate.or(sides);
      case "NOT":
        Predicate operand = translated(operands[0]);
        return operand == null ? null : new Predicate.Not(operand);
      default:
        return leaf(node.name(), operands);
    }
  }

  private List<Predicate> all(Expression[] operands) {
    List<Predicate> translated = new ArrayList<>();
    for (Expression operand : operands) {
      Predicate predicate = translated(operand);
      if (predicate != null) {
        translated.add(predicate);
      }
    }
    return translated;
  }

  private static @Nullable Predicate leaf(String name, Expression[] operands) {
    if (operands.length == 0) {
      return null;
    }
    ColumnPath column = column(operands[0]);
    if (column == null) {
      Operator operator = OPERATORS.get(name);
      ColumnPath right = operands.length == 2 ? column(operands[1]) : null;
      return operator == null || right == null
          ? null
          : comparison(right, operator.mirrored(), operands[0]);
    }
    return switch (name) {
      case "IS_NULL" -> new Predicate.IsNull(column);
      case "IS_NOT_NULL" -> new Predicate.Not(new Predicate.IsNull(column));
      case "STARTS_WITH" -> startsWith(column, operands[1]);
      case "IN" -> in(column, operands);
      case "<=>" -> nullSafe(column, operands[1]);
      default ->
          OPERATORS.containsKey(name) ? comparison(column, OPERATORS.get(name), operands[1]) : null;
    };
  }

  private static @Nullable ColumnPath column(Expression expression) {
    return expression instanceof NamedReference reference
        ? ColumnPath.of(reference.fieldNames())
        : null;
  }

  private static @Nullable Predicate comparison(
      ColumnPath column, @Nullable Operator operator, Expression value) {
    io.dreamdb.schema.Literal literal = literal(value);
    return operator == null || literal == null
        ? null
        : new Predicate.Comparison(column, operator, literal);
  }

  /** {@code <=>} is never unknown, also where it stands below NOT. */
  private static @Nullable Predicate nullSafe(ColumnPath column, Expression value) {
    io.dreamdb.schema.Literal literal = literal(value);
    if (literal == null) {
      return null;
    }
    Predicate isNull = new Predicate.IsNull(column);
    return literal instanceof io.dreamdb.schema.Literal.Null
        ? isNull
        : Predicate.and(
            List.of(
                new Predicate.Not(isNull),
                new Predicate.Comparison(column, Operator.EQUAL, literal)));
  }

  private static @Nullable Predicate startsWith(ColumnPath column, Expression prefix) {
    return literal(prefix) instanceof io.dreamdb.schema.Literal.Text text
        ? new Predicate.StartsWith(column, text.value())
        : null;
  }

  private static @Nullable Predicate in(ColumnPath column, Expression[] operands) {
    List<io.dreamdb.schema.Literal> literals = new ArrayList<>();
    for (Expression value : Arrays.asList(operands).subList(1, operands.length)) {
      io.dreamdb.schema.Literal literal = literal(value);
      if (literal == null) {
        return null;
      }
      literals.add(literal);
    }
    return literals.isEmpty() ? null : new Predicate.In(column, literals);
  }

  private static io.dreamdb.schema.@Nullable Literal literal(Expression expression) {
    if (!(expression instanceof Literal<?> literal)) {
      return null;
    }
    Object value = literal.value();
    return value == null ? io.dreamdb.schema.Literal.ofNull() : literal(literal.dataType(), value);
  }

  private static io.dreamdb.schema.@Nullable Literal literal(DataType type, Object value) {
    if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
      return null;
    }
    if (type instanceof BooleanType) {
      return io.dreamdb.schema.Literal.of((boolean) value);
    }
    if (type instanceof DateType) {
      return io.dreamdb.schema.Literal.of(LocalDate.ofEpochDay((int) value));
    }
    if (type instanceof TimestampType) {
      return io.dreamdb.schema.Literal.of(instant((long) value));
    }
    if (type instanceof TimestampNTZType) {
      return io.dreamdb.schema.Literal.of(
          LocalDateTime.ofInstant(instant((long) value), ZoneOffset.UTC));
    }
    if (value instanceof UTF8String string) {
      return string.isValid() ? io.dreamdb.schema.Literal.of(string.toString()) : null;
    }
    return value instanceof byte[] bytes ? io.dreamdb.schema.Literal.of(bytes) : number(value);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000L);
  }

  private static io.dreamdb.schema.@Nullable Literal number(Object value) {
    if (value instanceof Float || value instanceof Double) {
      return io.dreamdb.schema.Literal.of(((Number) value).doubleValue());
    }
    if (value instanceof Decimal decimal) {
      BigDecimal exact = decimal.toJavaBigDecimal();
      return io.dreamdb.schema.Literal.of(exact);
    }
    boolean whole =
        value instanceof Byte
            || value instanceof Short
            || value instanceof Integer
            || value instanceof Long;
    return whole ? io.dreamdb.schema.Literal.of(((Number) value).longValue()) : null;
  }
}
