package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.dataset.spi.RowScorer;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;

/**
 * The first rows in the order of an engine's own function: {@code ORDER BY f(field, query) LIMIT
 * k}.
 *
 * @param field an embedding
 * @param query as many finite values as its dimension, not all zero if the metric is cosine
 * @param scorer the function with that query
 * @param nullsFirst whether rows without a vector come first, or last
 * @param k how many rows
 * @param filter which rows count
 * @param approximate whether an index may choose the rows, so that some of the first may be missed
 */
public record TopRequest(
    Field field,
    float[] query,
    RowScorer scorer,
    boolean nullsFirst,
    int k,
    Predicate filter,
    boolean approximate) {

  /** The most rows. */
  public static final int MAX_K = SearchRequest.MAX_K;

  /** Copies the query and checks the number of rows. */
  public TopRequest {
    query = query.clone();
    if (k < 1) {
      throw new InvalidInput("the number of rows is " + k + "; expected 1 or more");
    }
    if (k > MAX_K) {
      throw new LimitExceeded("the number of rows is " + k + "; the limit is " + MAX_K);
    }
  }

  @Override
  public float[] query() {
    return query.clone();
  }
}
