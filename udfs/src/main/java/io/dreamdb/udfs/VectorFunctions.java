package io.dreamdb.udfs;

import io.dreamdb.InvalidInput;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of the scalar functions, with the rules of SQL in this order: a NULL argument gives
 * NULL, vectors of different lengths and arguments out of range are refused, a NULL element gives
 * NULL. What each computes stands in {@link VectorFunction}.
 *
 * <p>Numbers come back as {@link SqlNumber}, vectors as arrays that are the caller's own and {@code
 * null} for NULL. Where a function has a scalar argument, the caller answers NULL for a NULL one.
 * Stateless.
 */
public final class VectorFunctions {

  private static final int QUANTUM = 127;

  private VectorFunctions() {}

  /**
   * {@code vector_l2_distance}: a FLOAT.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long l2Distance(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.L2_DISTANCE, a, b)) {
      return SqlNumber.NULL;
    }
    return SqlNumber.of(
        SparkArithmetic.l2Distance(a.values(), a.offset(), b.values(), b.offset(), a.length()));
  }

  /**
   * {@code vector_inner_product}: a FLOAT.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long innerProduct(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.INNER_PRODUCT, a, b)) {
      return SqlNumber.NULL;
    }
    return SqlNumber.of(dot(a, b));
  }

  /**
   * {@code vector_cosine_similarity}: a FLOAT.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long cosineSimilarity(@Nullable VectorView a, @Nullable VectorView b) {
    return cosine(VectorFunction.COSINE_SIMILARITY, a, b);
  }

  /**
   * {@code vector_cosine_distance}: a FLOAT.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long cosineDistance(@Nullable VectorView a, @Nullable VectorView b) {
    long similarity = cosine(VectorFunction.COSINE_DISTANCE, a, b);
    return SqlNumber.isNull(similarity)
        ? SqlNumber.NULL
        : SqlNumber.of(1 - SqlNumber.toFloat(similarity));
  }

  /**
   * {@code vector_l1_distance}: a FLOAT.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long l1Distance(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.L1_DISTANCE, a, b)) {
      return SqlNumber.NULL;
    }
    return SqlNumber.of(
        SparkArithmetic.l1Distance(a.values(), a.offset(), b.values(), b.offset(), a.length()));
  }

  /**
   * {@code vector_hamming_distance}: the count itself, an INT, and no float.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static long hammingDistance(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.HAMMING_DISTANCE, a, b)) {
      return SqlNumber.NULL;
    }
    int different = 0;
    for (int i = 0; i < a.length(); i++) {
      float x = a.values()[a.offset() + i];
      float y = b.values()[b.offset() + i];
      if (x != y && !(Float.isNaN(x) && Float.isNaN(y))) {
        different++;
      }
    }
    return different;
  }

  /** {@code vector_norm} of degree 2: a FLOAT. */
  public static long norm(@Nullable VectorView vector) {
    return norm(vector, 2);
  }

  /**
   * {@code vector_norm}: a FLOAT.
   *
   * @throws InvalidInput if the degree is none of 1, 2 and infinity
   */
  public static long norm(@Nullable VectorView vector, float degree) {
    return norm(VectorFunction.NORM, vector, degree);
  }

  /** {@code vector_normalize} by the norm of degree 2. */
  public static float @Nullable [] normalize(@Nullable VectorView vector) {
    return normalize(vector, 2);
  }

  /**
   * {@code vector_normalize}.
   *
   * @throws InvalidInput if the degree is none of 1, 2 and infinity
   */
  public static float @Nullable [] normalize(@Nullable VectorView vector, float degree) {
    long norm = norm(VectorFunction.NORMALIZE, vector, degree);
    if (vector == null || SqlNumber.isNull(norm)) {
      return null;
    }
    float divisor = SqlNumber.toFloat(norm);
    if (vector.length() > 0 && divisor < Float.MIN_NORMAL) {
      return null;
    }
    float[] unit = new float[vector.length()];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = vector.values()[vector.offset() + i] / divisor;
    }
    return unit;
  }

  /**
   * {@code vector_add}.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static float @Nullable [] add(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.ADD, a, b)) {
      return null;
    }
    float[] sum = new float[a.length()];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a.values()[a.offset() + i] + b.values()[b.offset() + i];
    }
    return sum;
  }

  /**
   * {@code vector_subtract}.
   *
   * @throws InvalidInput if the lengths differ
   */
  public static float @Nullable [] subtract(@Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(VectorFunction.SUBTRACT, a, b)) {
      return null;
    }
    float[] difference = new float[a.length()];
    for (int i = 0; i < difference.length; i++) {
      difference[i] = a.values()[a.offset() + i] - b.values()[b.offset() + i];
    }
    return difference;
  }

  /** {@code vector_scale}. */
  public static float @Nullable [] scale(@Nullable VectorView vector, float factor) {
    if (vector == null || vector.hasNull()) {
      return null;
    }
    float[] scaled = new float[vector.length()];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = vector.values()[vector.offset() + i] * factor;
    }
    return scaled;
  }

  /** {@code vector_quantize} by the vector's own scale. */
  public static float @Nullable [] quantize(@Nullable VectorView vector) {
    if (vector == null || vector.hasNull()) {
      return null;
    }
    float most = SparkArithmetic.maximumNorm(vector.values(), vector.offset(), vector.length());
    return quantized(vector, (double) most / QUANTUM);
  }

  /**
   * {@code vector_quantize} by a given scale.
   *
   * @throws InvalidInput if the scale is not a positive finite number
   */
  public static float @Nullable [] quantize(@Nullable VectorView vector, float scale) {
    if (vector == null) {
      return null;
    }
    if (!(scale > 0 && scale < Float.POSITIVE_INFINITY)) {
      throw new InvalidInput(
          VectorFunction.QUANTIZE.sqlName()
              + ": the scale is "
              + scale
              + ", expected a positive finite number");
    }
    return vector.hasNull() ? null : quantized(vector, scale);
  }

  /** {@code object_id}: the text form of the id of an object with these bytes. */
  public static @Nullable String objectId(byte @Nullable [] bytes) {
    return bytes == null ? null : ObjectIdText.of(bytes, 0, bytes.length);
  }

  /**
   * The same over a range of the array.
   *
   * @throws IndexOutOfBoundsException if the array does not hold the range
   */
  public static String objectId(byte[] bytes, int offset, int length) {
    return ObjectIdText.of(bytes, offset, length);
  }

  private static long cosine(
      VectorFunction function, @Nullable VectorView a, @Nullable VectorView b) {
    if (a == null || b == null || eitherHasNull(function, a, b)) {
      return SqlNumber.NULL;
    }
    float squaredA = dot(a, a);
    float squaredB = dot(b, b);
    return SparkArithmetic.cosineIsNull(squaredA, squaredB)
        ? SqlNumber.NULL
        : SqlNumber.of(SparkArithmetic.cosineSimilarity(dot(a, b), squaredA, squaredB));
  }

  private static float dot(VectorView a, VectorView b) {
    return SparkArithmetic.dot(a.values(), a.offset(), b.values(), b.offset(), a.length());
  }

  private static long norm(VectorFunction function, @Nullable VectorView vector, float degree) {
    if (vector == null) {
      return SqlNumber.NULL;
    }
    boolean maximum = degree == Float.POSITIVE_INFINITY;
    if (degree != 1 && degree != 2 && !maximum) {
      throw new InvalidInput(
          function.sqlName() + ": the degree is " + degree + ", expected 1.0, 2.0 or infinity");
    }
    if (vector.hasNull()) {
      return SqlNumber.NULL;
    }
    float[] values = vector.values();
    if (maximum) {
      return SqlNumber.of(SparkArithmetic.maximumNorm(values, vector.offset(), vector.length()));
    }
    return SqlNumber.of(
        degree == 1
            ? SparkArithmetic.l1Norm(values, vector.offset(), vector.length())
            : SparkArithmetic.l2Norm(values, vector.offset(), vector.length()));
  }

  /** In double, where the quotient of two floats neither overflows nor vanishes. */
  private static float[] quantized(VectorView vector, double scale) {
    float[] codes = new float[vector.length()];
    for (int i = 0; i < codes.length; i++) {
      float value = vector.values()[vector.offset() + i];
      // A zero stays one under the scale zero, and an infinity does under an infinite scale.
      double code = value == 0 || Float.isInfinite(value) ? value : Math.rint(value / scale);
      codes[i] = (float) Math.max(-QUANTUM, Math.min(QUANTUM, code)) + 0f; // no -0
    }
    return codes;
  }

  private static boolean eitherHasNull(VectorFunction function, VectorView a, VectorView b) {
    if (a.length() != b.length()) {
      throw new InvalidInput(
          function.sqlName()
              + ": the vectors have "
              + a.length()
              + " and "
              + b.length()
              + " elements, expected the same number");
    }
    return a.hasNull() || b.hasNull();
  }
}
