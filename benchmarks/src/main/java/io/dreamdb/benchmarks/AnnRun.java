package io.dreamdb.benchmarks;

import io.dreamdb.dataset.DatasetOptions;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.DistanceKernel;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table's life: built, searched, grown, searched, thinned out, searched, opened anew. */
final class AnnRun {

  private static final int APPENDS = 5;
  private static final int WARM_ROWS = 10_000;
  private static final int EXACT_QUERIES = 200;
  private static final int OPENS = 20;
  private static final int WARM_OPENS = 100;
  private static final List<Double> RECALLS = List.of(0.90, 0.95, 0.99);

  private final AnnOptions options;
  private final AnnData data;
  private final SweepGrid grid;
  private final Truth truth;
  private final ScratchWarehouse warehouse;
  private final AnnLines lines;
  private final AnnTable table;
  private int cells;
  private List<SearchSetting> chosen = List.of();

  AnnRun(
      AnnOptions options,
      AnnData data,
      SweepGrid grid,
      ScratchWarehouse warehouse,
      AnnLines lines) {
    this.options = options;
    this.data = data;
    this.grid = grid;
    this.truth = data.truth();
    this.warehouse = warehouse;
    this.lines = lines;
    this.table = AnnTable.in(warehouse, data.base().dimension(), data.metric());
  }

  /** Compiles what will be measured, on a part of the base in another warehouse. */
  static void warmUp(AnnOptions options, AnnData data) throws Exception {
    Blake3.warmUp();
    DistanceKernel.awaitCompiled(Duration.ofSeconds(60));
    try (ScratchWarehouse other = ScratchWarehouse.in(options.folder())) {
      AnnTable small = AnnTable.in(other, data.base().dimension(), data.metric());
      small.append(data.base(), 0, Math.min(WARM_ROWS, data.base().rows()));
      AnnIndex.rebuild(small.dataset(), options.cells(), options.seed());
    }
  }

  /**
   * Appends the base and builds its index.
   *
   * @param heapMegabytes of a JVM of its own in which it is built; null: in this one
   */
  void build(@Nullable Integer heapMegabytes) throws Exception {
    int rows = data.base().rows();
    for (int part = 0; part < APPENDS; part++) {
      int from = (int) ((long) rows * part / APPENDS);
      table.append(data.base(), from, (int) ((long) rows * (part + 1) / APPENDS));
    }
    table.readNumbers();
    long before = warehouse.bytes();
    if (heapMegabytes != null) {
      BuildHeap built = BuildHeap.of(table.dataset(), options, heapMegabytes);
      cells = built.cells();
      built(built.cost(), before).with("live_heap_bytes", built.liveBytes()).print();
      return;
    }
    Cost cost =
        Cost.of(() -> cells = AnnIndex.rebuild(table.dataset(), options.cells(), options.seed()));
    built(cost, before).print();
  }

  private AnnLines.Line built(Cost cost, long bytesBefore) throws IOException {
    return line("build").with(cost).with("index_bytes", warehouse.bytes() - bytesBefore);
  }

  void search() throws IOException {
    AnnSweep sweep = sweep(data.queries());
    List<SearchSetting> settings = grid.settings(cells, options.k(), sweep::recall);
    RECALLS.forEach(recall -> settings.add(new SearchSetting.Calibrated(recall)));
    Progress.say("%d settings", settings.size());
    List<AnnSweep.Point> points = sweep.measure(settings);
    print("search", points);
    chosen = choose(points);
  }

  void exact() throws IOException {
    Vectors some = data.queries().first(Math.min(EXACT_QUERIES, data.queries().rows()));
    List<SearchSetting> exact = List.of(new SearchSetting.Exact());
    print("exact", sweep(some).measure(exact));
  }

  void append(double fraction) throws Exception {
    int count = (int) Math.round(fraction * data.base().rows());
    if (count == 0) {
      return;
    }
    Vectors added = ChangedRows.added(data.base(), count, options.seed());
    Cost cost = Cost.of(() -> table.append(added, 0, count));
    truth.add(added);
    line("append").with(cost).print();
    table.readNumbers();
    print("search_after_append", sweep(data.queries()).measure(chosen));
  }

  void delete(double fraction) throws Exception {
    int rows = truth.allRows();
    int count = (int) Math.round(fraction * rows);
    if (count == 0) {
      return;
    }
    BitSet deleted = ChangedRows.deleted(rows, count, options.seed());
    Cost cost = Cost.of(() -> table.delete(deleted));
    truth.delete(deleted);
    line("delete").with(cost).print();
    table.readNumbers();
    print("search_after_delete", sweep(data.queries()).measure(chosen));
  }

  /** Opens warehouse and table anew for one search, in this JVM. */
  void open() throws IOException {
    List<SearchRequest> requests =
        AnnIndex.with(
            AnnTable.requests(data.queries(), options.k()), new SearchSetting.Calibrated(0.95));
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < WARM_OPENS + OPENS; i++) {
      SearchRequest request = requests.get(i % requests.size());
      long start = System.nanoTime();
      try (Warehouse fresh =
          Warehouse.openExisting(warehouse.location(), Map.of(), DatasetOptions.DEFAULT)) {
        fresh.table(ScratchWarehouse.table(AnnTable.NAME)).snapshot().search(request);
        long time = System.nanoTime() - start;
        if (i >= WARM_OPENS) {
          times.add(time);
        }
      }
    }
    Percentiles wall = Percentiles.of(times);
    line("open")
        .with("recall_asked", 0.95)
        .with("p50_us", wall.median() / 1e3)
        .with("p99_us", wall.at(99) / 1e3)
        .print();
  }

  /** For each recall the fastest setting that reaches it, and the calibrated settings. */
  private static List<SearchSetting> choose(List<AnnSweep.Point> points) {
    Set<SearchSetting> best = new LinkedHashSet<>();
    for (double recall : RECALLS) {
      points.stream()
          .filter(point -> point.setting() instanceof SearchSetting.Probes)
          .filter(point -> point.recall() >= recall)
          .max(Comparator.comparingDouble(point -> point.pass().queriesPerCpuSecond()))
          .ifPresent(point -> best.add(point.setting()));
    }
    points.stream()
        .map(AnnSweep.Point::setting)
        .filter(setting -> setting instanceof SearchSetting.Calibrated)
        .forEach(best::add);
    return List.copyOf(best);
  }

  private AnnSweep sweep(Vectors queries) {
    return new AnnSweep(table, queries, options, truth);
  }

  private void print(String phase, List<AnnSweep.Point> points) throws IOException {
    for (AnnSweep.Point point : points) {
      AnnLines.Line line = line(phase);
      switch (point.setting()) {
        case SearchSetting.Probes probes ->
            line.with("nprobe", probes.nprobe()).with("refine", probes.refine());
        case SearchSetting.Calibrated calibrated -> line.with("recall_asked", calibrated.recall());
        case SearchSetting.Exact exact -> {}
      }
      line.with("recall_at_k", point.recall())
          .with(point.pass())
          .with("bytes_per_query", point.bytes())
          .print();
    }
  }

  private AnnLines.Line line(String phase) {
    return options.describe(lines.line(phase), data).with("n", truth.rows()).with("cells", cells);
  }
}
