package io.dreamdb.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedArgumentExpression;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.jspecify.annotations.Nullable;
import scala.Option;

/** Arguments of a table function, by name or place; all are constants. */
final class FunctionArguments {

  private final String function;
  private final Map<String, Expression> values = new TreeMap<>();

  private FunctionArguments(String function) {
    this.function = function;
  }

  /**
   * Reads arguments.
   *
   * @param names of all arguments, in the order in which they stand without names
   * @throws DreamFailure for an unknown or repeated name, or too many arguments
   */
  static FunctionArguments parse(
      String function, List<String> names, List<Expression> expressions) {
    FunctionArguments arguments = new FunctionArguments(function);
    for (int i = 0; i < expressions.size(); i++) {
      Expression expression = expressions.get(i);
      if (expression instanceof NamedArgumentExpression named) {
        arguments.add(known(function, names, named.key()), named.value());
      } else if (i < names.size()) {
        arguments.add(names.get(i), expression);
      } else {
        throw DreamFailure.invalid(
            function + " was given " + expressions.size() + " arguments; it has " + names);
      }
    }
    return arguments;
  }

  private static String known(String function, List<String> names, String name) {
    return names.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(() ->
            DreamFailure.invalid(function + " has no argument '" + name + "'; it has " + names));
  }

  private void add(String name, Expression value) {
    if (values.put(name, value) != null) {
      throw DreamFailure.invalid(function + " was given argument '" + name + "' twice");
    }
  }

  private @Nullable Object value(
      String name, DataType type, String expected, Predicate<DataType> allowed) {
    Expression given = values.get(name);
    if (given == null) {
      return null;
    }
    Expression cast = new Cast(given, type, Option.apply("UTC"), Cast.apply$default$4());
    if (!given.foldable()) {
      throw DreamFailure.invalid(
          function
              + ": argument '"
              + name
              + "' is "
              + given.sql()
              + "; expected a constant, a parameter or a session variable");
    }
    if (!cast.resolved()
        || given.dataType() != DataTypes.NullType && !allowed.test(given.dataType())) {
      throw DreamFailure.invalid(
          function
              + ": argument '"
              + name
              + "' has type "
              + given.dataType().sql()
              + "; expected "
              + expected);
    }
    return cast.eval(null);
  }

  /** A text, or null. */
  @Nullable String text(String name) {
    Object value = value(name, DataTypes.StringType, "a text", any -> true);
    return value == null ? null : value.toString();
  }

  /** A text that must be there. */
  String requiredText(String name) {
    String text = text(name);
    if (text == null) {
      throw DreamFailure.invalid(function + ": argument '" + name + "' is missing");
    }
    return text;
  }

  /** A whole number, or null. */
  @Nullable Long whole(String name) {
    return (Long) value(name, DataTypes.LongType, "a whole number", FunctionArguments::isWhole);
  }

  private static boolean isWhole(DataType type) {
    return type instanceof IntegralType
        || type instanceof DecimalType number && number.scale() == 0;
  }

  /** A whole number of 32 bits, or null. */
  @Nullable Integer int32(String name) {
    Long value = whole(name);
    if (value != null && value != value.intValue()) {
      throw DreamFailure.invalid(
          function + ": argument '" + name + "' is " + value + "; expected a number of 32 bits");
    }
    return value == null ? null : value.intValue();
  }

  /** A number, or null. */
  @Nullable Double number(String name) {
    return (Double)
        value(name, DataTypes.DoubleType, "a number", type -> type instanceof NumericType);
  }

  /** Texts, or null. */
  @Nullable List<String> texts(String name) {
    ArrayData array =
        (ArrayData)
            value(
                name,
                DataTypes.createArrayType(DataTypes.StringType),
                "ARRAY<STRING>",
                any -> true);
    if (array == null) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      requireElement(name, array, i);
      texts.add(array.getUTF8String(i).toString());
    }
    return texts;
  }

  /** A vector, or null. */
  float @Nullable [] vector(String name) {
    ArrayData array =
        (ArrayData)
            value(
                name,
                DataTypes.createArrayType(DataTypes.FloatType),
                "ARRAY<FLOAT>",
                FunctionArguments::isVector);
    if (array == null) {
      return null;
    }
    float[] vector = new float[array.numElements()];
    for (int i = 0; i < vector.length; i++) {
      requireElement(name, array, i);
      vector[i] = array.getFloat(i);
      if (!Float.isFinite(vector[i])) {
        throw DreamFailure.invalid(
            function
                + ": element "
                + (i + 1)
                + " of '"
                + name
                + "' is "
                + vector[i]
                + " as FLOAT; expected finite numbers");
      }
    }
    return vector;
  }

  private static boolean isVector(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType() instanceof NumericType
            || array.elementType() == DataTypes.NullType);
  }

  private void requireElement(String name, ArrayData array, int index) {
    if (array.isNullAt(index)) {
      throw DreamFailure.invalid(
          function + ": element " + (index + 1) + " of '" + name + "' is NULL");
    }
  }
}
