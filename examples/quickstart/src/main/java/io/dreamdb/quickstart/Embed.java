package io.dreamdb.quickstart;

import org.apache.spark.sql.api.java.UDF2;
import org.jspecify.annotations.Nullable;

/** The SQL function {@code embed(title, body)}: a vector, or NULL for a text without a term. */
final class Embed implements UDF2<String, @Nullable String, float @Nullable []> {

  private static final long serialVersionUID = 1L;

  private final HashedTerms model;

  Embed(HashedTerms model) {
    this.model = model;
  }

  @Override
  public float @Nullable [] call(String title, @Nullable String body) {
    return model.vector(title, body == null ? "" : body).orElse(null);
  }
}
