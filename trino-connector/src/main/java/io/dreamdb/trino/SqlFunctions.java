package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import io.dreamdb.InvalidInput;
import io.dreamdb.udfs.SqlNumber;
import io.dreamdb.udfs.VectorFunctions;
import io.dreamdb.udfs.VectorView;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.ValueBlock;
import io.trino.spi.function.Description;
import io.trino.spi.function.ScalarFunction;
import io.trino.spi.function.SqlNullable;
import io.trino.spi.function.SqlType;
import io.trino.spi.type.StandardTypes;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The scalar functions of module {@code udfs}, as Trino calls them. What each computes stands in
 * {@link io.dreamdb.udfs.VectorFunction}; NULL arguments never get here.
 */
public final class SqlFunctions {

  private static final String VECTOR = "array(real)";

  private SqlFunctions() {}

  @Description("The Euclidean distance of two vectors")
  @ScalarFunction("vector_l2_distance")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long l2Distance(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return real(() -> VectorFunctions.l2Distance(view(a), view(b)));
  }

  @Description("The inner product of two vectors")
  @ScalarFunction("vector_inner_product")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long innerProduct(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return real(() -> VectorFunctions.innerProduct(view(a), view(b)));
  }

  @Description("The cosine of the angle between two vectors")
  @ScalarFunction("vector_cosine_similarity")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long cosineSimilarity(
      @SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return real(() -> VectorFunctions.cosineSimilarity(view(a), view(b)));
  }

  @Description("1 less the cosine of the angle between two vectors")
  @ScalarFunction("vector_cosine_distance")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long cosineDistance(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return real(() -> VectorFunctions.cosineDistance(view(a), view(b)));
  }

  @Description("The Manhattan distance of two vectors")
  @ScalarFunction("vector_l1_distance")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long l1Distance(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return real(() -> VectorFunctions.l1Distance(view(a), view(b)));
  }

  @Description("The number of positions at which two vectors differ")
  @ScalarFunction("vector_hamming_distance")
  @SqlType(StandardTypes.INTEGER)
  @SqlNullable
  public static @Nullable Long hammingDistance(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    long count = checked(() -> VectorFunctions.hammingDistance(view(a), view(b)));
    return SqlNumber.isNull(count) ? null : Long.valueOf(count);
  }

  @Description("The Euclidean norm of a vector")
  @ScalarFunction("vector_norm")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long norm(@SqlType(VECTOR) Block vector) {
    return real(() -> VectorFunctions.norm(view(vector)));
  }

  @Description("The norm of degree 1, 2 or infinity of a vector")
  @ScalarFunction("vector_norm")
  @SqlType(StandardTypes.REAL)
  @SqlNullable
  public static @Nullable Long norm(
      @SqlType(VECTOR) Block vector, @SqlType(StandardTypes.REAL) long degree) {
    return real(() -> VectorFunctions.norm(view(vector), number(degree)));
  }

  @Description("A vector divided by its Euclidean norm")
  @ScalarFunction("vector_normalize")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block normalize(@SqlType(VECTOR) Block vector) {
    return vector(() -> VectorFunctions.normalize(view(vector)));
  }

  @Description("A vector divided by its norm of degree 1, 2 or infinity")
  @ScalarFunction("vector_normalize")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block normalize(
      @SqlType(VECTOR) Block vector, @SqlType(StandardTypes.REAL) long degree) {
    return vector(() -> VectorFunctions.normalize(view(vector), number(degree)));
  }

  @Description("The sum of two vectors, element by element")
  @ScalarFunction("vector_add")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block add(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return vector(() -> VectorFunctions.add(view(a), view(b)));
  }

  @Description("The first vector less the second, element by element")
  @ScalarFunction("vector_subtract")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block subtract(@SqlType(VECTOR) Block a, @SqlType(VECTOR) Block b) {
    return vector(() -> VectorFunctions.subtract(view(a), view(b)));
  }

  @Description("A vector times a factor")
  @ScalarFunction("vector_scale")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block scale(
      @SqlType(VECTOR) Block vector, @SqlType(StandardTypes.REAL) long factor) {
    return vector(() -> VectorFunctions.scale(view(vector), number(factor)));
  }

  @Description("A vector in 127 steps up to its largest absolute value")
  @ScalarFunction("vector_quantize")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block quantize(@SqlType(VECTOR) Block vector) {
    return vector(() -> VectorFunctions.quantize(view(vector)));
  }

  @Description("A vector in steps of a scale, kept within -127 and 127")
  @ScalarFunction("vector_quantize")
  @SqlType(VECTOR)
  @SqlNullable
  public static @Nullable Block quantize(
      @SqlType(VECTOR) Block vector, @SqlType(StandardTypes.REAL) long scale) {
    return vector(() -> VectorFunctions.quantize(view(vector), number(scale)));
  }

  @Description("The id under which an object with these bytes is stored")
  @ScalarFunction("object_id")
  @SqlType(StandardTypes.VARCHAR)
  public static Slice objectId(@SqlType(StandardTypes.VARBINARY) Slice bytes) {
    return Slices.utf8Slice(
        VectorFunctions.objectId(bytes.byteArray(), bytes.byteArrayOffset(), bytes.length()));
  }

  /** The elements of an array, as floats. */
  static VectorView view(Block block) {
    IntArrayBlock bits = (IntArrayBlock) (ValueBlock) BlockColumns.flat(block);
    int[] raw = bits.getRawValues();
    int from = bits.getRawValuesOffset();
    float[] values = new float[bits.getPositionCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(raw[from + i]);
    }
    return VectorView.of(values, 0, values.length, bits.hasNull());
  }

  /** A vector as the elements of an array. */
  static Block block(float[] vector) {
    int[] bits = new int[vector.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(vector[i]);
    }
    return new IntArrayBlock(bits.length, Optional.empty(), bits);
  }

  private static float number(long real) {
    return Float.intBitsToFloat((int) real);
  }

  private static @Nullable Long real(Supplier<Long> function) {
    long result = checked(function);
    return SqlNumber.isNull(result)
        ? null
        : Long.valueOf(Float.floatToRawIntBits(SqlNumber.toFloat(result)));
  }

  private interface VectorResult {
    float @Nullable [] get();
  }

  private static @Nullable Block vector(VectorResult function) {
    try {
      float[] result = function.get();
      return result == null ? null : block(result);
    } catch (InvalidInput e) {
      throw refused(e);
    }
  }

  static <T> T checked(Supplier<T> function) {
    try {
      return function.get();
    } catch (InvalidInput e) {
      throw refused(e);
    }
  }

  private static TrinoException refused(InvalidInput e) {
    return new TrinoException(StandardErrorCode.INVALID_FUNCTION_ARGUMENT, e.getMessage(), e);
  }
}
