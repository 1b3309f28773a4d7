package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.IndexOptions;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.object.RefName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The index of a table, for the benchmarks: the one place that knows how an index is made and asked
 * for.
 */
final class AnnIndex {

  private AnnIndex() {}

  /**
   * Builds the index of the table's only embedding anew and commits it.
   *
   * @param cells empty: as many as the index chooses
   * @return how many cells it has
   */
  static int rebuild(Dataset table, OptionalInt cells, long seed) {
    IndexOptions options = IndexOptions.DEFAULT.withCells(cells.orElse(0)).withSeed(seed);
    return table.index(RefName.MAIN, Optional.empty()).rebuild(options).cells();
  }

  /** The requests with that setting; they share the vectors. */
  static List<SearchRequest> with(List<SearchRequest> requests, SearchSetting setting) {
    return requests.stream().map(request -> with(request, setting)).toList();
  }

  private static SearchRequest with(SearchRequest request, SearchSetting setting) {
    return switch (setting) {
      case SearchSetting.Probes probes ->
          request.withProbes(probes.nprobe()).withCandidates(probes.refine());
      case SearchSetting.Calibrated calibrated -> request.withRecall(calibrated.recall());
      case SearchSetting.Exact exact -> request.withMode(SearchRequest.Mode.EXACT);
    };
  }
}
