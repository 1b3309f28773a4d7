package io.dreamdb.dataset;

import io.dreamdb.index.Calibration;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.OpenIndex;
import io.dreamdb.index.Probes;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How much of an index one search looks at.
 *
 * @param probes cells to begin with
 * @param candidates rows to compare by their vectors
 */
record SearchEffort(Probes probes, int candidates) {

  /**
   * What a request takes.
   *
   * @param share of the rows that match its filter: among few of them the nearest k lie as far away
   *     as the nearest k / share of all
   */
  static SearchEffort of(SearchRequest request, OpenIndex index, double share) {
    SearchRequest.Effort asked = request.effort();
    if (asked.probes() > 0 && asked.candidates() > 0) {
      return limited(Probes.of(asked.probes()), asked.candidates(), request.k(), index.cells());
    }
    double depth = request.k() / Math.max(share, 1e-6);
    SearchEffort measured =
        measured(index.track(), depth, asked.recall())
            .map(found -> found.forK(request.k(), index.cells()))
            .orElseGet(() -> unmeasured(request.k(), depth, asked.recall(), index.cells()));
    Probes probes = asked.probes() > 0 ? Probes.of(asked.probes()) : measured.probes();
    int candidates =
        asked.candidates() > 0
            ? asked.candidates()
            : asked.probes() > 0
                ? Math.max(measured.candidates(), unmeasuredCandidates(request.k()))
                : measured.candidates();
    return limited(probes, candidates, request.k(), index.cells());
  }

  private static SearchEffort limited(Probes probes, int candidates, int k, int cells) {
    Probes there = new Probes(Math.min(probes.most(), cells), probes.slack());
    return new SearchEffort(there, Math.max(candidates, k));
  }

  /** What was measured to give that recall among the nearest {@code depth}, or close to it. */
  private static Optional<Measured> measured(IndexTrack track, double depth, double recall) {
    List<Calibration> all = track.calibration();
    int k =
        all.stream()
            .mapToInt(Calibration::k)
            .filter(measured -> measured >= depth)
            .min()
            .orElse(all.stream().mapToInt(Calibration::k).max().orElse(0));
    Comparator<Calibration> byRecall = Comparator.comparingInt(Calibration::recallThousandths);
    List<Calibration> ofK = all.stream().filter(measured -> measured.k() == k).toList();
    return ofK.stream()
        .filter(measured -> measured.recallThousandths() >= Math.round(recall * 1000))
        .min(byRecall)
        .or(() -> ofK.stream().max(byRecall))
        .map(found -> new Measured(found, depth));
  }

  private record Measured(Calibration at, double depth) {

    /**
     * The effort where the k differs from the measured one: probes and slack grow with its root.
     */
    SearchEffort forK(int k, int cells) {
      double farther = Math.sqrt(Math.max(1, depth / at.k()));
      double candidates = Math.max(k, at.candidates() * (double) k / at.k());
      Probes probes = at.probes();
      return new SearchEffort(
          new Probes(
              (int) Math.min(cells, Math.ceil(probes.most() * farther)),
              (float) (probes.slack() * farther)),
          (int) Math.min(Integer.MAX_VALUE, Math.max(unmeasuredCandidates(k) / 2.0, candidates)));
    }
  }

  /** Where nothing was measured: more cells than most data need. */
  private static SearchEffort unmeasured(int k, double depth, double recall, int cells) {
    double hard = recall >= 0.99 ? 4 : recall >= 0.95 ? 2 : 1;
    double probes = Math.ceil(hard * Math.sqrt(cells) * Math.sqrt(Math.max(1, depth / 10)));
    return new SearchEffort(Probes.of((int) Math.min(cells, probes)), unmeasuredCandidates(k));
  }

  private static int unmeasuredCandidates(int k) {
    return 3 * k + 10;
  }
}
