package io.dreamdb.udfs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Calls the bodies with the arguments that stand in an example, and shows results as Spark does.
 */
final class FunctionCalls {

  private static final Pattern ARGUMENT =
      Pattern.compile("array\\(([^)]*)\\)|X'([0-9A-Fa-f]*)'|(float\\('inf'\\))|(-?[0-9.]+)F");

  private FunctionCalls() {}

  static String result(VectorFunction function, String sql) {
    List<VectorView> vectors = new ArrayList<>();
    List<Float> numbers = new ArrayList<>();
    List<byte[]> bytes = new ArrayList<>();
    Matcher argument = ARGUMENT.matcher(sql);
    while (argument.find()) {
      if (argument.group(1) != null) {
        vectors.add(vector(argument.group(1)));
      } else if (argument.group(2) != null) {
        bytes.add(HexFormat.of().parseHex(argument.group(2)));
      } else if (argument.group(3) != null) {
        numbers.add(Float.POSITIVE_INFINITY);
      } else {
        numbers.add(Float.valueOf(argument.group(4)));
      }
    }
    if (function.isAggregate()) {
      return aggregate(function, vectors);
    }
    if (function == VectorFunction.OBJECT_ID) {
      return VectorFunctions.objectId(bytes.get(0));
    }
    return vectors.size() == 2
        ? ofTwo(function, vectors.get(0), vectors.get(1))
        : ofOne(function, vectors.get(0), numbers);
  }

  private static String aggregate(VectorFunction function, List<VectorView> vectors) {
    VectorTotal total =
        new VectorTotal(
            function == VectorFunction.SUM ? VectorTotal.Fold.SUM : VectorTotal.Fold.AVERAGE);
    vectors.forEach(total::add);
    return show(total.result());
  }

  private static String ofTwo(VectorFunction function, VectorView a, VectorView b) {
    switch (function) {
      case L2_DISTANCE:
        return show(VectorFunctions.l2Distance(a, b));
      case COSINE_SIMILARITY:
        return show(VectorFunctions.cosineSimilarity(a, b));
      case INNER_PRODUCT:
        return show(VectorFunctions.innerProduct(a, b));
      case COSINE_DISTANCE:
        return show(VectorFunctions.cosineDistance(a, b));
      case L1_DISTANCE:
        return show(VectorFunctions.l1Distance(a, b));
      case HAMMING_DISTANCE:
        return Long.toString(VectorFunctions.hammingDistance(a, b));
      case ADD:
        return show(VectorFunctions.add(a, b));
      case SUBTRACT:
        return show(VectorFunctions.subtract(a, b));
      default:
        throw new AssertionError(function + " takes no two vectors");
    }
  }

  private static String ofOne(VectorFunction function, VectorView vector, List<Float> number) {
    boolean alone = number.isEmpty();
    switch (function) {
      case NORM:
        return show(
            alone ? VectorFunctions.norm(vector) : VectorFunctions.norm(vector, number.get(0)));
      case NORMALIZE:
        return show(
            alone
                ? VectorFunctions.normalize(vector)
                : VectorFunctions.normalize(vector, number.get(0)));
      case SCALE:
        return show(VectorFunctions.scale(vector, number.get(0)));
      case QUANTIZE:
        return show(
            alone
                ? VectorFunctions.quantize(vector)
                : VectorFunctions.quantize(vector, number.get(0)));
      default:
        throw new AssertionError(function + " takes no single vector");
    }
  }

  private static VectorView vector(String elements) {
    String[] parts = elements.split(", ");
    float[] vector = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      vector[i] = Float.parseFloat(parts[i]);
    }
    return VectorView.of(vector);
  }

  private static String show(long result) {
    return SqlNumber.isNull(result) ? "NULL" : Float.toString(SqlNumber.toFloat(result));
  }

  private static String show(float[] result) {
    return result == null ? "NULL" : Arrays.toString(result).replace(" ", "");
  }
}
