package io.dreamdb.trino;

import io.dreamdb.Metric;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import java.util.Locale;
import java.util.Optional;

/**
 * Trino's four functions of two vectors, in its own arithmetic: doubles, summed in the order of the
 * elements. Bit for bit what the engine returns, with its errors.
 */
enum EngineFunction {
  COSINE_DISTANCE(Metric.COSINE, false) {
    @Override
    double of(float[] vector, int from, double[] query) {
      return 1.0 - cosineSimilarity(vector, from, query);
    }
  },
  COSINE_SIMILARITY(Metric.COSINE, true) {
    @Override
    double of(float[] vector, int from, double[] query) {
      return cosineSimilarity(vector, from, query);
    }
  },
  DOT_PRODUCT(Metric.IP, true) {
    @Override
    double of(float[] vector, int from, double[] query) {
      double sum = 0.0;
      for (int i = 0; i < query.length; i++) {
        sum += vector[from + i] * query[i];
      }
      return sum;
    }
  },
  EUCLIDEAN_DISTANCE(Metric.L2, false) {
    @Override
    double of(float[] vector, int from, double[] query) {
      double sum = 0.0;
      for (int i = 0; i < query.length; i++) {
        double difference = vector[from + i] - query[i];
        sum += difference * difference;
      }
      return Math.sqrt(sum);
    }
  };

  private final Metric metric;
  private final boolean similarity;

  EngineFunction(Metric metric, boolean similarity) {
    this.metric = metric;
    this.similarity = similarity;
  }

  /** The metric of which the function is an increasing or, as a similarity, decreasing form. */
  Metric metric() {
    return metric;
  }

  /** Whether larger values are nearer. */
  boolean isSimilarity() {
    return similarity;
  }

  /** The name in SQL. */
  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EngineFunction> named(String sqlName) {
    for (EngineFunction function : values()) {
      if (function.sqlName().equals(sqlName)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  /**
   * The function's value for the vector that begins at {@code from} and a query of its dimension,
   * in either order: each of them is symmetric to the bit.
   *
   * @throws TrinoException where the engine's function fails
   */
  abstract double of(float[] vector, int from, double[] query);

  private static double cosineSimilarity(float[] vector, int from, double[] query) {
    double vectorMagnitude = 0.0;
    double queryMagnitude = 0.0;
    double dotProduct = 0.0;
    for (int i = 0; i < query.length; i++) {
      double element = vector[from + i];
      vectorMagnitude += element * element;
      queryMagnitude += query[i] * query[i];
      dotProduct += element * query[i];
    }
    if (vectorMagnitude == 0 || queryMagnitude == 0) {
      throw new TrinoException(
          StandardErrorCode.INVALID_FUNCTION_ARGUMENT, "Vector magnitude cannot be zero");
    }
    return dotProduct / Math.sqrt(vectorMagnitude * queryMagnitude);
  }
}
