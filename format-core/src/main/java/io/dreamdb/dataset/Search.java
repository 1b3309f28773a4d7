package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.index.OpenIndex;
import io.dreamdb.index.SearchCost;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.Neighbours;
import io.dreamdb.kernel.TopK;
import io.dreamdb.object.FetchCost;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.RowVectors;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Searches of one version: rows that an index covers through the index, the others one by one. The
 * result depends on the version and the request alone.
 */
final class Search {

  /** So many elements of vectors are compared one by one faster than an index finds the rows. */
  private static final long FEW_ELEMENTS = 1L << 22;

  /** Queries that are searched together, and how many bytes of vectors they compare at a time. */
  private static final int TOGETHER = 64;

  private static final int SHARED_BYTES = 1 << 18;

  /** Up to so many rows are tested against the filter before the index is asked. */
  private static final long FILTER_FIRST_ROWS = 1L << 22;

  private final Snapshot snapshot;
  private final SearchRequest request;
  private final Field field;
  private final SearchedTable table;
  private final @Nullable FilteredRows filter;

  Search(Snapshot snapshot, SearchRequest request) {
    this.snapshot = snapshot;
    this.request = request;
    this.field = snapshot.embedding(request.field());
    this.table = snapshot.searched(field);
    this.filter =
        request.filter() == Predicate.Constant.TRUE ? null : table.filtered(request.filter());
  }

  /** Searches with the request's query. */
  SearchResult run() {
    Target target = new Target(query());
    run(List.of(target), RowRanges.PIECE_ROWS);
    return target.result();
  }

  /**
   * Searches with other queries in the place of the request's, which share what is read. The
   * results are those of one search each.
   */
  List<SearchResult> run(List<float[]> queries) {
    List<SearchResult> results = new ArrayList<>();
    int pieceRows = Math.max(64, (SHARED_BYTES / (4 * type().dimension())) & -64);
    for (int from = 0; from < queries.size(); from += TOGETHER) {
      List<Target> targets = new ArrayList<>();
      for (float[] query : queries.subList(from, Math.min(queries.size(), from + TOGETHER))) {
        targets.add(new Target(checked(query)));
      }
      run(targets, pieceRows);
      targets.forEach(target -> results.add(target.result()));
    }
    return results;
  }

  private void run(List<Target> targets, int pieceRows) {
    Optional<OpenIndex> index = table.index();
    boolean scanned = index.isEmpty() || fewMatch();
    if (!scanned) {
      searchIndex(index.orElseThrow(), targets);
    }
    Iterator<UncoveredRows.Range> ranges =
        scanned ? UncoveredRows.all(snapshot) : table.uncovered();
    if (ranges.hasNext()) {
      List<DistanceKernel> kernels = targets.stream().map(target -> target.kernel).toList();
      int rows = snapshot.maps() ? pieceRows : FetchedRanges.pieceRows(type());
      RangeScan.Cost cost =
          new RangeScan(snapshot, field, kernels, filter, snapshot.searchThreads())
              .run(
                  new RowRanges(ranges, Math.min(rows, pieceRows)),
                  targets.stream().map(target -> target.nearest).toList());
      targets.forEach(target -> target.scanned = cost.rows());
      Target first = targets.get(0);
      first.cost.fetched = first.cost.fetched.plus(cost.fetched());
    }
  }

  /** Whether a filter leaves so few rows that to compare them all is the fastest. */
  private boolean fewMatch() {
    return filter != null
        && filter.rowsToEvaluate() <= FILTER_FIRST_ROWS
        && filter.count() * type().dimension() <= FEW_ELEMENTS;
  }

  private void searchIndex(OpenIndex index, List<Target> targets) {
    if (request.mode() == SearchRequest.Mode.EXACT) {
      for (Target target : targets) {
        target.cost = index.exact(target.query, request.k(), target.lookup, target.nearest);
      }
      return;
    }
    SearchEffort effort = SearchEffort.of(request, index, filter == null ? 1 : share(filter));
    if (targets.size() == 1) {
      Target target = targets.get(0);
      target.cost =
          index.approximate(
              target.query,
              request.k(),
              effort.probes(),
              effort.candidates(),
              target.lookup,
              target.nearest);
      return;
    }
    List<OpenIndex.Query> queries = new ArrayList<>();
    for (Target target : targets) {
      queries.add(new OpenIndex.Query(target.query, target.lookup, target.nearest));
    }
    List<SearchCost> costs =
        index.approximate(queries, request.k(), effort.probes(), effort.candidates());
    for (int i = 0; i < costs.size(); i++) {
      targets.get(i).cost = costs.get(i);
    }
  }

  /** The share of rows that match the filter; an estimate of one in ten where it is not known. */
  private double share(FilteredRows filtered) {
    long rows = snapshot.rowCount();
    return filtered.rowsToEvaluate() <= FILTER_FIRST_ROWS && rows > 0
        ? Math.min(1, filtered.count() / (double) rows)
        : 0.1;
  }

  /** A query and what was found for it. */
  private final class Target {

    private final long start = System.nanoTime();
    private final float[] query;
    private final DistanceKernel kernel;
    private final TopK nearest = new TopK(request.k(), request.maxDistance());
    private final CandidateLookup lookup;
    private SearchCost cost = new SearchCost();
    private long scanned;

    Target(float[] query) {
      this.query = query;
      this.kernel = DistanceKernel.of(type().metric(), query);
      this.lookup = new CandidateLookup(table.rows(), filter, kernel);
    }

    SearchResult result() {
      Neighbours found = nearest.nearest();
      List<SearchResult.Hit> hits = new ArrayList<>(found.size());
      for (int i = 0; i < found.size(); i++) {
        hits.add(new SearchResult.Hit(found.anchor(i), found.distance(i)));
      }
      long scored = cost.rows + scanned;
      FetchCost fetched = cost.fetched.plus(lookup.fetched());
      return new SearchResult(
          hits,
          new SearchResult.Statistics(
              cost.cells,
              cost.entries,
              cost.candidates,
              scored,
              scanned,
              cost.bytes + scored * type().dimension() * Float.BYTES,
              fetched.bytes(),
              fetched.requests(),
              fetched.rounds(),
              System.nanoTime() - start));
    }
  }

  private EmbeddingType type() {
    return (EmbeddingType) field.type();
  }

  private float[] query() {
    return checked(
        request.query() instanceof SearchRequest.Query.Vector vector
            ? vector.values()
            : rowVector(((SearchRequest.Query.Row) request.query()).anchor()));
  }

  private float[] checked(float[] values) {
    if (values.length != type().dimension()) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "The query vector has %d values; '%s' has dimension %d",
              values.length,
              field.name(),
              type().dimension()));
    }
    return values;
  }

  private float[] rowVector(long anchor) {
    SearchedRows.Opened batch = anchor < 0 ? null : table.rows().find(anchor);
    int row = batch == null ? -1 : batch.anchors().offset(anchor);
    if (batch == null || row < 0 || batch.deletions().contains(row)) {
      throw new InvalidInput("There is no live row with anchor " + anchor);
    }
    RowVectors vectors = batch.vectors();
    float[] vector = new float[type().dimension()];
    if (vectors == null || !vectors.copyTo(row, vector)) {
      throw new InvalidInput(
          "The row with anchor " + anchor + " has no vector in '" + field.name() + "'");
    }
    return vector;
  }
}
