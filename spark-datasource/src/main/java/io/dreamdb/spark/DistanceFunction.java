package io.dreamdb.spark;

import io.dreamdb.Metric;
import io.dreamdb.dataset.spi.RowScorer;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.VectorFunctionImplUtils;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Spark's functions of two vectors by which rows are ordered. Values are computed by Spark's own
 * code, so they are Spark's to the bit.
 */
enum DistanceFunction {
  /** Euclidean distance. */
  L2_DISTANCE("vectorL2Distance", "vector_l2_distance", Metric.L2, false) {
    @Override
    @Nullable Float value(ArrayData left, ArrayData right, UTF8String name) {
      return VectorFunctionImplUtils.vectorL2Distance(left, right, name);
    }
  },
  /** Cosine of the angle. */
  COSINE_SIMILARITY("vectorCosineSimilarity", "vector_cosine_similarity", Metric.COSINE, true) {
    @Override
    @Nullable Float value(ArrayData left, ArrayData right, UTF8String name) {
      return VectorFunctionImplUtils.vectorCosineSimilarity(left, right, name);
    }
  },
  /** Inner product. */
  INNER_PRODUCT("vectorInnerProduct", "vector_inner_product", Metric.IP, true) {
    @Override
    @Nullable Float value(ArrayData left, ArrayData right, UTF8String name) {
      return VectorFunctionImplUtils.vectorInnerProduct(left, right, name);
    }
  };

  /** Half a unit in the last place of 1.0f. */
  private static final double UNIT = 0x1p-24;

  private final String method;
  private final String sqlName;
  private final Metric metric;
  private final boolean similarity;

  DistanceFunction(String method, String sqlName, Metric metric, boolean similarity) {
    this.method = method;
    this.sqlName = sqlName;
    this.metric = metric;
    this.similarity = similarity;
  }

  abstract @Nullable Float value(ArrayData left, ArrayData right, UTF8String name);

  /** The function that Spark evaluates by that method of its implementation. */
  static Optional<DistanceFunction> ofMethod(String method) {
    for (DistanceFunction function : values()) {
      if (function.method.equals(method)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /** The function of that canonical name. */
  static Optional<DistanceFunction> ofCanonicalName(String name) {
    for (DistanceFunction function : values()) {
      if (function.canonicalName().equals(name)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  private String canonicalName() {
    return "dreamdb." + sqlName;
  }

  Metric metric() {
    return metric;
  }

  /** Whether larger values are nearer. */
  boolean isSimilarity() {
    return similarity;
  }

  /** The value for two vectors of one length; null where Spark says NULL. */
  @Nullable Float value(float[] left, float[] right) {
    return value(
        UnsafeArrayData.fromPrimitiveArray(left),
        UnsafeArrayData.fromPrimitiveArray(right),
        UTF8String.fromString(sqlName));
  }

  /**
   * The function with one argument fixed.
   *
   * @throws UndefinedScore from {@link RowScorer#score} where Spark says NULL
   */
  RowScorer scorer(float[] query) {
    return new Scorer(this, query.clone());
  }

  /** A vector for which the function is NULL though it is there. */
  static final class UndefinedScore extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UndefinedScore() {
      super("the function is NULL for a vector that is not");
    }
  }

  private record Scorer(DistanceFunction function, float[] query) implements RowScorer {

    @Override
    public Metric metric() {
      return function.metric;
    }

    @Override
    public boolean isSimilarity() {
      return function.similarity;
    }

    @Override
    public double score(float[] vector) {
      Float value = function.value(vector, query);
      if (value == null) {
        throw new UndefinedScore();
      }
      return value;
    }

    /**
     * Spark adds up blocks of 8 products, block after block, then the rest one by one: n/8 + 7
     * additions behind one another, 7 more inside a block, a product, a difference, a root, a
     * quotient. A cosine has three such sums.
     */
    @Override
    public double errorBound(int dimension) {
      double steps = dimension / 8.0 + 20;
      double gamma = steps * UNIT / (1 - steps * UNIT);
      return function.metric == Metric.COSINE ? 3 * gamma + 8 * UNIT : gamma;
    }
  }

  /** What tells a data source that an expression is this function. */
  ScalarFunction<Float> asScalarFunction() {
    return new Named(canonicalName(), sqlName);
  }

  private record Named(String canonicalName, String name) implements ScalarFunction<Float> {

    @Override
    public DataType[] inputTypes() {
      DataType vector = DataTypes.createArrayType(DataTypes.FloatType);
      return new DataType[] {vector, vector, DataTypes.StringType};
    }

    @Override
    public DataType resultType() {
      return DataTypes.FloatType;
    }
  }
}
