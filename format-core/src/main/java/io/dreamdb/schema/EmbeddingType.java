package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of one dimension and metric.
 *
 * @param dimension 1 to 65,535
 * @param model the name of the model that made the vectors, where it is known: 1 to 255 characters
 */
public record EmbeddingType(int dimension, Metric metric, @Nullable String model) implements Type {

  public static final int MAX_DIMENSION = 65_535;

  public EmbeddingType {
    if (dimension < 1 || dimension > MAX_DIMENSION) {
      throw new InvalidInput("embedding dimension " + dimension + ": expected 1 to 65535");
    }
    if (model != null) {
      FieldName.requirePrintable("embedding model", model);
    }
  }

  /** An embedding that names no model. */
  public EmbeddingType(int dimension, Metric metric) {
    this(dimension, metric, null);
  }

  @Override
  public String text() {
    String suffix = model == null ? "" : "," + Literal.of(model).text();
    return "embedding(" + dimension + "," + metric.text() + suffix + ")";
  }

  @Override
  public String toString() {
    return text();
  }
}
