package io.dreamdb.trino;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.schema.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A search as it travels to the task that runs it.
 *
 * @param field the embedding; null: the only one
 * @param vectorBits the query vector's elements as the bits of floats; null: {@code anchor} is
 *     given
 * @param anchor of the row whose vector is the query
 * @param k how many rows
 * @param filter in the filter language
 * @param maxDistanceBits the bits of a float
 * @param mode how much is looked at
 * @param effort how much of an index is
 */
public record SearchSpec(
    @Nullable String field,
    @Nullable List<Integer> vectorBits,
    long anchor,
    int k,
    String filter,
    int maxDistanceBits,
    SearchRequest.Mode mode,
    SearchRequest.Effort effort) {

  /** Copies the list. */
  public SearchSpec {
    vectorBits = vectorBits == null ? null : List.copyOf(vectorBits);
  }

  static SearchSpec of(SearchRequest request) {
    @Nullable List<Integer> bits = null;
    long anchor = 0;
    if (request.query() instanceof SearchRequest.Query.Vector vector) {
      bits = new ArrayList<>();
      for (float value : vector.values()) {
        bits.add(Float.floatToRawIntBits(value));
      }
    } else {
      anchor = ((SearchRequest.Query.Row) request.query()).anchor();
    }
    return new SearchSpec(
        request.field().orElse(null),
        bits,
        anchor,
        request.k(),
        request.filter().text(),
        Float.floatToRawIntBits(request.maxDistance()),
        request.mode(),
        request.effort());
  }

  SearchRequest request() {
    return new SearchRequest(
        Optional.ofNullable(field),
        query(),
        k,
        Predicate.parse(filter),
        Float.intBitsToFloat(maxDistanceBits),
        mode,
        effort);
  }

  private SearchRequest.Query query() {
    if (vectorBits == null) {
      return new SearchRequest.Query.Row(anchor);
    }
    float[] values = new float[vectorBits.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(vectorBits.get(i));
    }
    return new SearchRequest.Query.Vector(values);
  }
}
