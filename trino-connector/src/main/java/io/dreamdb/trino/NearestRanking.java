package io.dreamdb.trino;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.trino.spi.block.IntArrayBlock;
import java.util.List;
import java.util.Optional;

/**
 * The rows that a search finds, nearest first.
 *
 * @param request the search
 */
record NearestRanking(SearchRequest request) implements Ranking {

  @Override
  public Ranked rank(Snapshot snapshot) {
    SearchResult result = snapshot.search(request);
    List<SearchResult.Hit> hits = result.hits();
    long[] anchors = hits.stream().mapToLong(SearchResult.Hit::anchor).toArray();
    int[] distances = new int[anchors.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Float.floatToRawIntBits(hits.get(i).distance());
    }
    return new Ranked(
        anchors,
        DreamColumn.DISTANCE,
        new IntArrayBlock(distances.length, Optional.empty(), distances),
        Optional.of(result.statistics()));
  }
}
