package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.index.OpenIndex;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares what an index finds with what there is. Queries are rows of the table, each of which
 * looks for others than itself. Rows are drawn, one of each equal part of the table.
 */
final class IndexEvaluation {

  private static final long SEED = 0x5eed;

  /** A row from which others are looked for. */
  private record Query(long anchor, float[] vector) {}

  private final Snapshot snapshot;
  private final Field field;
  private final int k;
  private final int candidates;
  private final OpenIndex index;

  IndexEvaluation(Snapshot snapshot, Field field, int k, int candidates) {
    this.snapshot = snapshot;
    this.field = field;
    this.k = k;
    this.candidates = candidates;
    this.index =
        snapshot
            .searched(field)
            .index()
            .orElseThrow(() -> new InvalidInput(TableIndex.withoutIndex(field)));
  }

  List<EvaluatedProbes> run(int sample) {
    // One more is looked for, see request.
    if (k < 1 || k >= SearchRequest.MAX_K) {
      throw new InvalidInput("k is " + k + "; expected 1 to " + (SearchRequest.MAX_K - 1));
    }
    if (sample < 1) {
      throw new InvalidInput("sample is " + sample + "; expected 1 or more");
    }
    List<Query> queries = sample(sample);
    if (queries.isEmpty()) {
      throw new InvalidInput("There are no rows with a vector in '" + field.name() + "'");
    }
    SearchRequest request = request(queries.get(0));
    List<SearchResult> truth =
        snapshot.search(
            request.withMode(SearchRequest.Mode.EXACT),
            queries.stream().map(Query::vector).toList());
    List<EvaluatedProbes> rows = new ArrayList<>();
    for (int probes : ladder(request)) {
      if (rows.isEmpty()) {
        // Once for nothing: the first searches read and check what all need.
        measure(probes, queries, truth);
      }
      EvaluatedProbes row = measure(probes, queries, truth);
      rows.add(row);
      if (row.recall() == 1) {
        break;
      }
    }
    return rows;
  }

  /** The row itself may be among those that are found, so one more is looked for. */
  private SearchRequest request(Query query) {
    SearchRequest request = SearchRequest.near(query.vector).withField(field.name()).withK(k + 1);
    return candidates == 0 ? request : request.withCandidates(candidates);
  }

  /** Doubling, all cells last, and what a search without a word about it takes at most. */
  private SortedSet<Integer> ladder(SearchRequest request) {
    SortedSet<Integer> ladder = new TreeSet<>();
    for (int probes = 1; probes < index.cells(); probes *= 2) {
      ladder.add(probes);
    }
    ladder.add(index.cells());
    ladder.add(SearchEffort.of(request, index, 1).probes().most());
    return ladder;
  }

  private EvaluatedProbes measure(int probes, List<Query> queries, List<SearchResult> truth) {
    long[] nanos = new long[queries.size()];
    long wanted = 0;
    long found = 0;
    double rows = 0;
    double bytes = 0;
    for (int i = 0; i < nanos.length; i++) {
      Query query = queries.get(i);
      SearchResult result = snapshot.search(request(query).withProbes(probes));
      List<SearchResult.Hit> nearest = others(query, truth.get(i));
      wanted += nearest.size();
      found += found(nearest, others(query, result));
      nanos[i] = result.statistics().nanos();
      rows += result.statistics().rowsScored();
      bytes += result.statistics().bytes();
    }
    Arrays.sort(nanos);
    return new EvaluatedProbes(
        probes,
        wanted == 0 ? 1 : found / (double) wanted,
        nanos[nanos.length / 2] / 1e3,
        rows / nanos.length,
        bytes / nanos.length);
  }

  private List<SearchResult.Hit> others(Query query, SearchResult result) {
    return result.hits().stream().filter(hit -> hit.anchor() != query.anchor).limit(k).toList();
  }

  private static long found(List<SearchResult.Hit> nearest, List<SearchResult.Hit> hits) {
    if (nearest.isEmpty()) {
      return 0;
    }
    float farthest = nearest.get(nearest.size() - 1).distance();
    return hits.stream().filter(hit -> hit.distance() <= farthest).count();
  }

  /** Live rows with a vector, drawn from equal parts of the table. */
  private List<Query> sample(int wanted) {
    long live = snapshot.rowCount();
    int parts = (int) Math.min(wanted, live);
    SplittableRandom random = new SplittableRandom(SEED);
    List<Query> queries = new ArrayList<>();
    Iterator<Batch> batches = snapshot.batches();
    Batch batch = null;
    long before = 0;
    long end = 0;
    for (int part = 0; part < parts; part++) {
      long first = part * live / parts;
      long place = first + random.nextLong((part + 1) * live / parts - first);
      while (place >= end) {
        batch = batches.next();
        before = end;
        end += batch.liveRows();
      }
      Query query = batch == null ? null : row(batch, (int) (place - before));
      if (query != null) {
        queries.add(query);
      }
    }
    return queries;
  }

  /** The first of a batch's rows with a vector after so many that are live. */
  private @Nullable Query row(Batch batch, int skipped) {
    SearchedRows.Opened opened = snapshot.searched(field).rows().find(batch.firstAnchor());
    RowVectors vectors = opened == null ? null : opened.vectors();
    if (opened == null || vectors == null) {
      return null;
    }
    float[] vector = new float[((EmbeddingType) field.type()).dimension()];
    int live = 0;
    for (int row = 0; row < batch.entry().rows(); row++) {
      boolean counts = !opened.deletions().contains(row) && live++ >= skipped;
      if (counts && vectors.copyTo(row, vector)) {
        return new Query(opened.anchors().anchor(row), vector);
      }
    }
    return null;
  }
}
