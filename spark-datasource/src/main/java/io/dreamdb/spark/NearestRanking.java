package io.dreamdb.spark;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Predicate;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows nearest to a vector, or to a row's vector.
 *
 * @param vector the vector, or null
 * @param anchor the row where there is no vector
 * @param field the embedding, or null for the only one
 * @param k how many rows
 * @param filter which rows count
 * @param maxDistance rows beyond it are not found
 * @param mode {@code exact} or {@code approximate}
 * @param effort how much of an index is looked at
 */
record NearestRanking(
    float @Nullable [] vector,
    long anchor,
    @Nullable String field,
    int k,
    String filter,
    float maxDistance,
    String mode,
    Effort effort)
    implements Ranking {

  /**
   * How much of an index is looked at.
   *
   * @param probes cells, or null
   * @param recall share of the true nearest, or null
   */
  record Effort(@Nullable Integer probes, @Nullable Double recall) implements Serializable {}

  /**
   * The request in core's terms.
   *
   * @throws io.dreamdb.DreamException if a value cannot be used
   */
  SearchRequest request() {
    float[] values = vector;
    SearchRequest request =
        (values == null ? SearchRequest.nearRow(anchor) : SearchRequest.near(values))
            .withK(k)
            .withFilter(Predicate.parse(filter))
            .withMaxDistance(maxDistance)
            .withMode(SearchRequest.Mode.parse(mode));
    if (effort.recall() != null) {
      request = request.withRecall(effort.recall());
    }
    if (effort.probes() != null) {
      request = request.withProbes(effort.probes());
    }
    return field == null ? request : request.withField(field);
  }

  @Override
  public Ranked rank(Snapshot snapshot) {
    SearchResult result = snapshot.search(request());
    List<SearchResult.Hit> hits = result.hits();
    long[] anchors = new long[hits.size()];
    float[] distances = new float[anchors.length];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = hits.get(i).anchor();
      distances[i] = hits.get(i).distance();
    }
    return new Ranked(anchors, distances, Optional.of(result.statistics()));
  }

  @Override
  public String description() {
    return "the " + k + " nearest" + (filter.equals("TRUE") ? "" : " where " + filter);
  }
}
