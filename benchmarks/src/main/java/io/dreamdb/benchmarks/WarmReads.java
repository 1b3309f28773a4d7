package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Searches through the index, by a vector and by a row's anchor, and rows read by their anchors,
 * one at a time in turn, when all is compiled and cached.
 */
final class WarmReads {

  private static final String ROW = "a row by its anchor, all columns";
  private static final double TARGET_ROW_MILLIS = 0.3;
  private static final long WARM_UP_NANOS = 3_000_000_000L;
  private static final long PASS_NANOS = 250_000_000L;
  private static final int PASSES = 5;

  private final Snapshot snapshot;
  private final List<SearchRequest> searches;
  private final int k;
  private final long[] anchors; // of rows anywhere, as many as queries
  private final Map<String, IntFunction<?>> reads = new LinkedHashMap<>();

  WarmReads(Snapshot snapshot, Vectors queries, int k) {
    this.snapshot = snapshot;
    this.searches = AnnTable.requests(queries, k);
    this.k = k;
    this.anchors = anchors(snapshot, queries.rows());
    Schema all = snapshot.schema();
    reads.put("search by a vector", i -> search(searches.get(i)));
    reads.put("search by a row's anchor", i -> search(SearchRequest.nearRow(anchors[i]).withK(k)));
    reads.put(ROW, i -> row(i, all));
    reads.put("its scalar columns", i -> row(i, some(all, false)));
    reads.put("its vector", i -> row(i, some(all, true)));
  }

  private static Schema some(Schema all, boolean embeddings) {
    return new Schema(
        all.fields().stream()
            .filter(field -> field.type() instanceof EmbeddingType == embeddings)
            .toList());
  }

  private static long[] anchors(Snapshot snapshot, int count) {
    List<Field> first = snapshot.schema().fields().subList(0, 1);
    Iterator<Scan.ScannedRows> blocks = snapshot.scan().columns(new Schema(first)).rows();
    List<long[]> all = new ArrayList<>();
    blocks.forEachRemaining(block -> all.add(block.anchors()));
    long[] anchors = all.stream().flatMapToLong(Arrays::stream).toArray();
    Random random = new Random(1);
    return random.ints(count, 0, anchors.length).mapToLong(i -> anchors[i]).toArray();
  }

  private SearchResult search(SearchRequest request) {
    SearchResult result = snapshot.search(request);
    if (result.hits().size() != Math.min(k, snapshot.rowCount())) {
      throw new IllegalStateException("too few rows: " + result.statistics());
    }
    return result;
  }

  private Object row(int number, Schema columns) {
    return snapshot.lookup(new long[] {anchors[number]}, columns);
  }

  void report(Report report, CommonOptions common) throws Exception {
    reads.values().forEach(read -> pass(read, WARM_UP_NANOS));
    Map<String, List<Pass>> passes = new LinkedHashMap<>();
    for (int i = 0; i < PASSES; i++) {
      reads.forEach((name, read) ->
          passes.computeIfAbsent(name, first -> new ArrayList<>()).add(pass(read, PASS_NANOS)));
    }
    try (Report.Table table =
        report.table("warm, " + searches.size() + " of each, one at a time, k = " + k)) {
      passes.forEach((name, some) -> table.row(cells(name, Pass.median(some))));
    }
    double row = Pass.median(passes.getOrDefault(ROW, List.of())).p50Nanos() / 1e6;
    report.target(ROW + ", wall ms p50", "at most 0.3", row, row <= TARGET_ROW_MILLIS);
    common.profiled(
        report, "rows by their anchors", () -> pass(i -> row(i, snapshot.schema()), WARM_UP_NANOS));
  }

  private Pass pass(IntFunction<?> read, long leastNanos) {
    return Pass.run(searches.size(), 1, read, leastNanos);
  }

  private static Map<String, Object> cells(String name, Pass pass) {
    return Report.cells(
        "work",
        name,
        "CPU µs mean",
        pass.cpuNanos() / 1e3,
        "wall µs p50",
        pass.p50Nanos() / 1e3,
        "wall µs p99",
        pass.p99Nanos() / 1e3);
  }
}
