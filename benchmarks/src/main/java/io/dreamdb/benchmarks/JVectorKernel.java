package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.github.jbellis.jvector.vector.VectorUtilSupport;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import java.util.Arrays;
import java.util.Optional;

/**
 * JVector's functions of one implementation. There are two on this JDK, whose classes the release
 * this is compiled against does not name: Java's vectors, and C in a library that the jar carries.
 */
final class JVectorKernel {

  private static final String PACKAGE = "io.github.jbellis.jvector.vector.";

  private final VectorizationProvider provider;

  private JVectorKernel(VectorizationProvider provider) {
    this.provider = provider;
  }

  /**
   * Loads an implementation.
   *
   * @param name Panama or Native
   * @return empty where it does not run: on another processor, or without the vector module
   */
  static Optional<JVectorKernel> load(String name) {
    try {
      Object provider =
          Class.forName(PACKAGE + name + "VectorizationProvider").getConstructor().newInstance();
      return Optional.of(new JVectorKernel((VectorizationProvider) provider));
    } catch (ReflectiveOperationException | LinkageError absent) {
      return Optional.empty();
    }
  }

  /** One call for each row. */
  PeerKernels.Scoring of(int dimension, float[] floats) {
    VectorUtilSupport functions = provider.getVectorUtilSupport();
    VectorFloat<?> query = vector(floats, 0, dimension);
    VectorFloat<?>[] rows = new VectorFloat<?>[floats.length / dimension];
    Arrays.setAll(rows, row -> vector(floats, row * dimension, dimension));
    return metric -> () -> Float.floatToRawIntBits(sum(functions, metric, query, rows));
  }

  private VectorFloat<?> vector(float[] floats, int offset, int dimension) {
    return provider
        .getVectorTypeSupport()
        .createFloatVector(Arrays.copyOfRange(floats, offset, offset + dimension));
  }

  private static float sum(
      VectorUtilSupport functions, Metric metric, VectorFloat<?> query, VectorFloat<?>[] rows) {
    float sum = 0;
    switch (metric) {
      case L2 -> {
        for (VectorFloat<?> row : rows) {
          sum += functions.squareDistance(query, row);
        }
      }
      case COSINE -> {
        for (VectorFloat<?> row : rows) {
          sum += functions.cosine(query, row);
        }
      }
      case IP -> {
        for (VectorFloat<?> row : rows) {
          sum += functions.dotProduct(query, row);
        }
      }
    }
    return sum;
  }
}
