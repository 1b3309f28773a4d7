package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.RowScorer;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.Neighbours;
import io.dreamdb.kernel.TopK;
import io.dreamdb.kernel.VectorArithmetic;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.VectorEntry;
import io.dreamdb.track.VectorStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The first rows in the order of an engine's own function, as if it had been computed for every
 * row.
 *
 * <p>Our distances find a superset fast; the engine's function decides within it. With ε a bound on
 * the relative error of ours and of the engine's together, a row that is among the engine's first k
 * has one of our distances at most (1 + ε) · d for L2, d + ε · ‖q‖ · max‖x‖ for the inner product
 * and d + ε for cosine, where d is the k-th smallest of ours: k rows have at most d by ours, so at
 * most that much more by the engine's, so the engine's k-th is no more, and ours differs by no more
 * again. Where the engine's query is not ours but at most δ away, its exact values differ by at
 * most δ, δ · ‖x‖ and 2δ / ‖q‖ besides. Rows whose norm is so small that these bounds do not hold
 * are in the superset anyway.
 */
final class TopRows {

  /** Half a unit in the last place of 1.0f. */
  private static final double UNIT = 0x1p-24;

  /** Below this squared norm, products leave the normal range of float. */
  private static final float SMALL_NORM = 0x1p-80f;

  /** Rows beyond k that the first pass keeps, so that a second is rarely needed. */
  private static final int SPARE = 64;

  private static final int BLOCK_ROWS = 256;

  private final Snapshot snapshot;
  private final TopRequest request;
  private final EmbeddingType type;
  private final @Nullable RowFilter filter;
  private final @Nullable RowBatchCodec codec;

  TopRows(Snapshot snapshot, TopRequest request) {
    this.snapshot = snapshot;
    this.request = request;
    this.type = (EmbeddingType) request.field().type();
    boolean all = request.filter() == Predicate.Constant.TRUE;
    this.filter = all ? null : new RowFilter(snapshot.schema(), request.filter());
    this.codec = all ? null : snapshot.codec();
    if (request.query().length != type.dimension()) {
      throw new InvalidInput(
          "The query vector has "
              + request.query().length
              + " values; '"
              + request.field().name()
              + "' has dimension "
              + type.dimension());
    }
  }

  /** Whether a batch of the snapshot has a vector of norm zero in the field. */
  static boolean holdsZero(Snapshot snapshot, int fieldId) {
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Optional<VectorEntry> vectors = batches.next().entry().vectors(fieldId);
      if (vectors.isPresent() && vectors.get().zeros() > 0) {
        return true;
      }
    }
    return false;
  }

  TopResult run() {
    return request.approximate() ? approximate().orElseGet(this::computed) : computed();
  }

  private TopResult computed() {
    return new TopResult(exact(), Optional.empty());
  }

  /**
   * What an index finds, in the engine's order. Empty where that is no index's order, where NULLs
   * come first, or where too few rows have a vector.
   */
  private Optional<TopResult> approximate() {
    if (type.metric() != request.scorer().metric()
        || request.nullsFirst() && holdsNull()
        || snapshot.searched(request.field()).index().isEmpty()) {
      return Optional.empty();
    }
    SearchRequest search =
        SearchRequest.near(request.query())
            .withField(request.field().name())
            .withK(Math.min(SearchRequest.MAX_K, request.k() + SPARE))
            .withFilter(request.filter());
    SearchResult found = snapshot.search(search);
    long[] anchors = found.hits().stream().mapToLong(SearchResult.Hit::anchor).toArray();
    return anchors.length < request.k()
        ? Optional.empty()
        : Optional.of(
            new TopResult(ordered(scored(anchors), List.of()), Optional.of(found.statistics())));
  }

  private boolean holdsNull() {
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Optional<VectorEntry> vectors = batches.next().entry().vectors(request.field().id());
      if (vectors.isEmpty() || vectors.get().nulls() > 0) {
        return true;
      }
    }
    return false;
  }

  private List<TopRow> exact() {
    int k = request.k();
    Pass first = new Pass(new TopK(k + SPARE));
    first.run();
    if (request.nullsFirst() && first.nulls.size() >= k) {
      return List.copyOf(first.nulls);
    }
    Neighbours nearest = first.nearest.nearest();
    List<TopRow> candidates = new ArrayList<>(first.small);
    if (nearest.size() == k + SPARE && nearest.distance(k + SPARE - 1) <= limit(nearest, first)) {
      Pass second = new Pass(null);
      second.limit = limit(nearest, first);
      second.run();
      candidates.addAll(second.within);
    } else {
      candidates.addAll(scored(anchors(nearest)));
    }
    return ordered(candidates, first.nulls);
  }

  private List<TopRow> ordered(List<TopRow> candidates, List<TopRow> nulls) {
    Comparator<TopRow> nearer = Comparator.comparingDouble(TopRow::value);
    candidates.sort(
        (request.scorer().isSimilarity() ? nearer.reversed() : nearer)
            .thenComparingLong(TopRow::anchor));
    List<TopRow> rows = new ArrayList<>();
    if (request.nullsFirst()) {
      rows.addAll(nulls);
    }
    rows.addAll(candidates);
    if (!request.nullsFirst()) {
      rows.addAll(nulls);
    }
    return List.copyOf(rows.subList(0, Math.min(request.k(), rows.size())));
  }

  /** Our distance beyond which no row can be among the engine's first k. */
  private float limit(Neighbours nearest, Pass pass) {
    int last = Math.min(request.k(), nearest.size()) - 1;
    if (last < 0) {
      return Float.POSITIVE_INFINITY;
    }
    double d = nearest.distance(last);
    // Twice: from ours to the engine's and back; squared terms are covered by the factor 3.
    double error = 3 * (ours(type.dimension()) + request.scorer().errorBound(type.dimension()));
    double shift = 3 * request.scorer().queryError();
    double norm = Math.sqrt(squaredNorm(request.query()));
    double slack =
        switch (request.scorer().metric()) {
          case L2 -> d * error + shift + Math.sqrt(type.dimension()) * 0x1p-60;
          case IP ->
              (error * norm + shift) * Math.sqrt(pass.maxSquaredNorm) + type.dimension() * 0x1p-140;
          case COSINE -> error + (shift == 0 ? 0 : 2 * shift / norm);
        };
    return Math.nextUp((float) (d + slack));
  }

  /**
   * Bound on the rounding error of our arithmetic, in the sense of {@link RowScorer#errorBound}.
   */
  private static double ours(int dimension) {
    // Each of 16 lanes takes n/16 fused steps; differences, the tree, roots, quotients and the
    // norms
    // of a cosine add a fixed number of roundings.
    double steps = Math.ceil(dimension / 16.0) + 12;
    double gamma = steps * UNIT / (1 - steps * UNIT);
    return 3 * gamma + 4 * UNIT;
  }

  private static double squaredNorm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return sum;
  }

  private static long[] anchors(Neighbours nearest) {
    long[] anchors = new long[nearest.size()];
    for (int i = 0; i < anchors.length; i++) {
      anchors[i] = nearest.anchor(i);
    }
    return anchors;
  }

  private List<TopRow> scored(long[] anchors) {
    List<TopRow> rows = new ArrayList<>();
    java.util.Arrays.sort(anchors);
    float[] vector = new float[type.dimension()];
    @Nullable Batch batch = null;
    @Nullable VectorStorage storage = null;
    @Nullable BatchAnchors known = null;
    for (long anchor : anchors) {
      if (batch == null || storage == null || known == null || !batch.owns(anchor)) {
        batch = snapshot.batchOf(anchor);
        storage = snapshot.source(batch).vectors(request.field()).orElseThrow();
        known = snapshot.source(batch).anchors();
      }
      storage.copyTo(known.requireOffset(anchor), vector, 0);
      rows.add(new TopRow(anchor, false, request.scorer().score(vector)));
    }
    return rows;
  }

  /** One pass over all batches. */
  private final class Pass {

    private final TopK nearest;
    private final boolean collects;
    private final List<TopRow> within = new ArrayList<>();
    private final List<TopRow> small = new ArrayList<>();
    private final List<TopRow> nulls = new ArrayList<>();
    private final DistanceKernel kernel;
    private final float[] distances = new float[BLOCK_ROWS];
    private final float[] norms = new float[BLOCK_ROWS];
    private final float[] vector = new float[type.dimension()];
    private final boolean needsNorms = request.scorer().metric() == Metric.COSINE;
    private float limit = Float.POSITIVE_INFINITY;
    private double maxSquaredNorm;

    /** With a collection: finds the nearest by ours. Without: all within {@link #limit}. */
    Pass(@Nullable TopK nearest) {
      this.collects = nearest == null;
      this.nearest = nearest == null ? new TopK(1) : nearest;
      this.kernel = DistanceKernel.of(request.scorer().metric(), request.query());
    }

    void run() {
      Iterator<Batch> batches = snapshot.batches();
      while (batches.hasNext()) {
        BatchSource source = snapshot.source(batches.next());
        if (filter == null || filter.mightMatch(source)) {
          long[] selected =
              filter == null || codec == null
                  ? RowFilter.live(source)
                  : filter.select(source, codec);
          run(source, selected);
        }
      }
    }

    private void run(BatchSource source, long[] selected) {
      Optional<VectorStorage> vectors = source.vectors(request.field());
      BatchAnchors anchors = source.anchors();
      if (vectors.isEmpty()) {
        collectNulls(anchors, selected, null);
        return;
      }
      VectorStorage storage = vectors.get();
      source
          .batch()
          .entry()
          .vectors(request.field().id())
          .ifPresent(entry -> maxSquaredNorm = Math.max(maxSquaredNorm, entry.maxSquaredNorm()));
      if (storage.present() < storage.rows()) {
        collectNulls(anchors, selected, storage);
      }
      int perRead = storage.maxBlockVectors();
      for (int first = 0; first < storage.present(); first += perRead) {
        int count = Math.min(perRead, storage.present() - first);
        ByteBuffer block = storage.vectors(first, count);
        for (int at = 0; at < count; at += BLOCK_ROWS) {
          int some = Math.min(BLOCK_ROWS, count - at);
          score(anchors, storage, block, first, at, some, selected);
        }
      }
    }

    private void score(
        BatchAnchors anchors,
        VectorStorage storage,
        ByteBuffer block,
        int firstRank,
        int at,
        int count,
        long[] selected) {
      int offset = at * 4 * type.dimension();
      kernel.score(block, offset, count, distances);
      if (needsNorms) {
        VectorArithmetic.squaredNorms(type.dimension(), block, offset, count, norms);
      }
      int row = storage.row(firstRank + at);
      for (int i = 0; i < count; i++) {
        while (!storage.isPresent(row)) {
          row++;
        }
        if ((selected[row >>> 6] >>> row & 1) != 0) {
          offer(storage, anchors.anchor(row), row, i);
        }
        row++;
      }
    }

    private void offer(VectorStorage storage, long anchor, int row, int i) {
      if (needsNorms && norms[i] < SMALL_NORM) {
        if (!collects) {
          small.add(exact(storage, anchor, row));
        }
      } else if (!collects) {
        nearest.offer(distances[i], anchor);
      } else if (distances[i] <= limit) {
        within.add(exact(storage, anchor, row));
      }
    }

    private TopRow exact(VectorStorage storage, long anchor, int row) {
      storage.copyTo(row, vector, 0);
      return new TopRow(anchor, false, request.scorer().score(vector));
    }

    private void collectNulls(
        BatchAnchors anchors, long[] selected, @Nullable VectorStorage storage) {
      for (int row = 0; row < anchors.rows() && nulls.size() < request.k(); row++) {
        boolean isNull = storage == null || !storage.isPresent(row);
        if (isNull && (selected[row >>> 6] >>> row & 1) != 0) {
          nulls.add(new TopRow(anchors.anchor(row), true, 0));
        }
      }
    }
  }
}
