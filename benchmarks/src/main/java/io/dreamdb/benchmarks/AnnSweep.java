package io.dreamdb.benchmarks;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Searches one version of a table with several settings. */
final class AnnSweep {

  private static final int PASSES = 3;
  private static final int WARM_QUERIES = 100;
  private static final int WARM_ROUNDS = 3;
  private static final int WARM_ROUNDS_AT_MOST = 30;
  private static final int WARM_PASSES_AT_MOST = 20;
  private static final long QUIET_COMPILER_MILLIS = 3;

  private final AnnTable table;
  private final Snapshot snapshot;
  private final List<SearchRequest> plain;
  private final AnnOptions options;
  private final Truth truth;

  AnnSweep(AnnTable table, Vectors queries, AnnOptions options, Truth truth) {
    this.table = table;
    this.snapshot = table.dataset().snapshot();
    this.plain = AnnTable.requests(queries, options.k());
    this.options = options;
    this.truth = truth;
  }

  /**
   * What a setting gives.
   *
   * @param bytes read by a query, on average
   */
  record Point(SearchSetting setting, double recall, double bytes, Pass pass) {}

  /** A setting whose answers are known. */
  private record Answered(SearchSetting setting, List<SearchRequest> requests, Point point) {}

  /** What all of the settings give, which take turns, pass by pass. */
  List<Point> measure(List<SearchSetting> settings) {
    List<Answered> all = settings.stream().map(this::answer).toList();
    warm(all);
    List<List<Pass>> passes = new ArrayList<>();
    all.forEach(setting -> passes.add(new ArrayList<>()));
    for (int pass = 0; pass < PASSES; pass++) {
      for (int i = 0; i < all.size(); i++) {
        List<SearchRequest> requests = all.get(i).requests();
        passes
            .get(i)
            .add(
                Pass.run(
                    requests.size(),
                    options.threads(),
                    query -> snapshot.search(requests.get(query)),
                    options.passNanos()));
      }
    }
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Point point = all.get(i).point();
      points.add(
          new Point(point.setting(), point.recall(), point.bytes(), Pass.median(passes.get(i))));
    }
    return points;
  }

  /** The recall of a setting. */
  double recall(SearchSetting setting) {
    return answer(setting).point().recall();
  }

  private Answered answer(SearchSetting setting) {
    List<SearchRequest> requests = AnnIndex.with(plain, setting);
    int[][] found = new int[requests.size()][];
    long bytes = 0;
    for (int query = 0; query < found.length; query++) {
      SearchResult result = snapshot.search(requests.get(query));
      requireComplete(query, result);
      found[query] = table.numbers(result);
      bytes += result.statistics().bytes();
    }
    double mean = (double) bytes / found.length;
    return new Answered(
        setting, requests, new Point(setting, truth.recall(found), mean, Pass.NONE));
  }

  private void requireComplete(int query, SearchResult result) {
    int expected = Math.min(options.k(), truth.rows());
    if (result.hits().size() != expected) {
      throw new IllegalStateException(
          "query " + query + " found " + result.hits().size() + " rows, not " + expected);
    }
  }

  private void warm(List<Answered> all) {
    long start = System.nanoTime();
    var compiler = ManagementFactory.getCompilationMXBean();
    for (int round = 0; round < WARM_ROUNDS_AT_MOST; round++) {
      long before = compiler.getTotalCompilationTime();
      for (Answered setting : all) {
        int count = Math.min(WARM_QUERIES, setting.requests().size());
        Pass.run(count, 1, query -> snapshot.search(setting.requests().get(query)), 0);
      }
      boolean quiet = compiler.getTotalCompilationTime() - before <= QUIET_COMPILER_MILLIS;
      boolean enough = round >= WARM_ROUNDS && quiet;
      if (enough || System.nanoTime() - start > WARM_PASSES_AT_MOST * options.passNanos()) {
        return;
      }
    }
  }
}
