package io.dreamdb.udfs;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.expressions.VectorFunctionImplUtils;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Spark's own functions. Where they return NULL, so does this. */
final class SparkOracle {

  private static final UTF8String NAME = UTF8String.fromString("f");

  private SparkOracle() {}

  static Float l2Distance(Float[] a, Float[] b) {
    return VectorFunctionImplUtils.vectorL2Distance(array(a), array(b), NAME);
  }

  static Float cosineSimilarity(Float[] a, Float[] b) {
    return VectorFunctionImplUtils.vectorCosineSimilarity(array(a), array(b), NAME);
  }

  static Float innerProduct(Float[] a, Float[] b) {
    return VectorFunctionImplUtils.vectorInnerProduct(array(a), array(b), NAME);
  }

  static Float norm(Float[] vector, float degree) {
    return VectorFunctionImplUtils.vectorNorm(array(vector), degree, NAME);
  }

  static float[] normalize(Float[] vector, float degree) {
    ArrayData unit = VectorFunctionImplUtils.vectorNormalize(array(vector), degree, NAME);
    return unit == null ? null : unit.toFloatArray();
  }

  static Float[] boxed(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int i = 0; i < boxed.length; i++) {
      boxed[i] = vector[i];
    }
    return boxed;
  }

  private static ArrayData array(Float[] vector) {
    return new GenericArrayData((Object[]) vector);
  }

  /**
   * The element-wise steps of Spark's aggregates. They are made without their constructor, which
   * wants an expression tree and with it the whole of Spark; the steps use no field.
   */
  static final class Aggregate {

    private static final String PACKAGE = "org.apache.spark.sql.catalyst.expressions.";

    private final Object function;
    private final Method update;
    private final Method merge;

    Aggregate(String name) throws ReflectiveOperationException {
      Class<?> type = Class.forName(PACKAGE + name);
      function = withoutConstructor(type);
      update =
          type.getMethod("updateElements", byte[].class, ArrayData.class, int.class, long.class);
      merge =
          type.getMethod(
              "mergeElements",
              byte[].class,
              byte[].class,
              int.class,
              long.class,
              long.class,
              long.class);
    }

    float[] add(float[] total, float[] vector, long count) throws ReflectiveOperationException {
      byte[] bytes = bytes(total);
      update.invoke(function, bytes, array(boxed(vector)), total.length, count);
      return floats(bytes);
    }

    float[] merge(float[] total, long count, float[] other, long otherCount)
        throws ReflectiveOperationException {
      byte[] bytes = bytes(total);
      merge.invoke(
          function, bytes, bytes(other), total.length, count, otherCount, count + otherCount);
      return floats(bytes);
    }

    private static Object withoutConstructor(Class<?> type) throws ReflectiveOperationException {
      Class<?> factory = Class.forName("sun.reflect.ReflectionFactory");
      Constructor<?> constructor =
          (Constructor<?>)
              factory
                  .getMethod("newConstructorForSerialization", Class.class, Constructor.class)
                  .invoke(
                      factory.getMethod("getReflectionFactory").invoke(null),
                      type,
                      Object.class.getDeclaredConstructor());
      return constructor.newInstance();
    }

    private static byte[] bytes(float[] vector) {
      ByteBuffer bytes =
          ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.nativeOrder());
      bytes.asFloatBuffer().put(vector);
      return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
      float[] vector = new float[bytes.length / Float.BYTES];
      ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(vector);
      return vector;
    }
  }
}
