package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.Neighbours;
import io.dreamdb.kernel.TopK;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.VectorStorage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Exact search: every live row that matches is compared with the query. The result depends on the
 * version and the request alone.
 */
final class Search {

  /** Rows scored at a time: their distances stay in the first-level cache. */
  private static final int BLOCK_ROWS = 1 << 11;

  private final Snapshot snapshot;
  private final Space space;

  Search(Snapshot snapshot, Space space) {
    this.snapshot = snapshot;
    this.space = space;
  }

  SearchResult run(SearchRequest request) {
    long start = System.nanoTime();
    Field field = field(request);
    float[] query = query(request, field);
    Metric metric = ((EmbeddingType) field.type()).metric();
    Pass pass =
        new Pass(
            field, DistanceKernel.of(metric, query), new TopK(request.k(), request.maxDistance()));
    boolean all = request.filter() == Predicate.Constant.TRUE;
    RowFilter filter = new RowFilter(snapshot.schema(), request.filter());
    @Nullable RowBatchCodec codec = all ? null : snapshot.codec();
    Iterator<Batch> batches = space.rows.batches(snapshot.track());
    while (batches.hasNext()) {
      BatchSource source = snapshot.source(batches.next());
      if (codec == null) {
        pass.score(source, source.batch().entry().deleted() == 0 ? null : RowFilter.live(source));
      } else if (filter.mightMatch(source)) {
        pass.score(source, filter.select(source, codec));
      }
      if (Thread.interrupted()) {
        Thread.currentThread().interrupt();
        throw new io.dreamdb.StoreUnavailable(
            "The search was interrupted", new InterruptedException());
      }
    }
    return pass.result(System.nanoTime() - start);
  }

  private Field field(SearchRequest request) {
    List<Field> embeddings =
        snapshot.schema().fields().stream()
            .filter(field -> field.type() instanceof EmbeddingType)
            .toList();
    List<String> names = embeddings.stream().map(Field::name).toList();
    if (request.field().isEmpty()) {
      if (embeddings.size() != 1) {
        throw new InvalidInput(
            "The table has the embeddings " + names + "; say which by vector_column");
      }
      return embeddings.get(0);
    }
    Optional<Field> named = snapshot.schema().find(request.field().get());
    return named
        .filter(embeddings::contains)
        .orElseThrow(() ->
            new InvalidInput(
                "'"
                    + request.field().get()
                    + "' is not an embedding of the table; there are "
                    + names));
  }

  private float[] query(SearchRequest request, Field field) {
    float[] query;
    if (request.query() instanceof SearchRequest.Query.Vector vector) {
      query = vector.values();
    } else {
      long anchor = ((SearchRequest.Query.Row) request.query()).anchor();
      query = rowVector(anchor, field);
    }
    int dimension = ((EmbeddingType) field.type()).dimension();
    if (query.length != dimension) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "The query vector has %d values; '%s' has dimension %d",
              query.length,
              field.name(),
              dimension));
    }
    return query;
  }

  private float[] rowVector(long anchor, Field field) {
    Batch batch =
        (anchor < 0 ? Optional.<Batch>empty() : space.rows.batchOf(snapshot.track(), anchor))
            .filter(found -> !space.rows.deletions(found).contains(found.offset(anchor)))
            .orElseThrow(() -> new InvalidInput("There is no live row with anchor " + anchor));
    float[] vector = new float[((EmbeddingType) field.type()).dimension()];
    boolean present =
        snapshot
            .source(batch)
            .vectors(field)
            .filter(storage -> storage.copyTo(batch.offset(anchor), vector, 0))
            .isPresent();
    if (!present) {
      throw new InvalidInput(
          "The row with anchor " + anchor + " has no vector in '" + field.name() + "'");
    }
    return vector;
  }

  /** One pass over batches. */
  private static final class Pass {

    private final Field field;
    private final DistanceKernel kernel;
    private final TopK nearest;
    private final float[] distances = new float[BLOCK_ROWS];
    private final long[] anchors = new long[BLOCK_ROWS];
    private final long rowBytes;
    private long batches;
    private long rows;

    Pass(Field field, DistanceKernel kernel, TopK nearest) {
      this.field = field;
      this.kernel = kernel;
      this.nearest = nearest;
      this.rowBytes = 4L * kernel.dimension();
    }

    /** Scores a batch's rows; {@code selected} has their bits, null for all. */
    void score(BatchSource source, long @Nullable [] selected) {
      Optional<VectorStorage> vectors = source.vectors(field);
      if (vectors.isEmpty() || selected != null && isEmpty(selected)) {
        return;
      }
      batches++;
      VectorStorage storage = vectors.get();
      long[] skip = selected == null ? null : inverted(selected);
      int perRead = storage.maxBlockVectors();
      for (int first = 0; first < storage.present(); first += perRead) {
        int count = Math.min(perRead, storage.present() - first);
        scoreBlock(source.batch(), storage, first, count, skip);
      }
    }

    private void scoreBlock(
        Batch batch, VectorStorage storage, int firstRank, int count, long @Nullable [] skip) {
      ByteBuffer block = storage.vectors(firstRank, count);
      boolean dense = storage.present() == storage.rows();
      for (int at = 0; at < count; at += BLOCK_ROWS) {
        int some = Math.min(BLOCK_ROWS, count - at);
        int rank = firstRank + at;
        if (dense && skip != null && allSet(skip, rank, some)) {
          continue;
        }
        kernel.score(block, (int) (at * rowBytes), some, distances);
        rows += some;
        if (dense) {
          nearest.offerRun(distances, some, batch.firstAnchor() + rank, skip, rank);
        } else {
          offerSparse(batch, storage, rank, some, skip);
        }
      }
    }

    private void offerSparse(
        Batch batch, VectorStorage storage, int rank, int count, long @Nullable [] skip) {
      int kept = 0;
      int row = storage.row(rank);
      for (int i = 0; i < count; i++) {
        if (i > 0) {
          do {
            row++;
          } while (!storage.isPresent(row));
        }
        if (skip == null || (skip[row >>> 6] >>> row & 1) == 0) {
          distances[kept] = distances[i];
          anchors[kept++] = batch.firstAnchor() + row;
        }
      }
      nearest.offerAll(distances, kept, anchors, null, 0);
    }

    SearchResult result(long nanos) {
      Neighbours found = nearest.nearest();
      List<SearchResult.Hit> hits = new ArrayList<>(found.size());
      for (int i = 0; i < found.size(); i++) {
        hits.add(new SearchResult.Hit(found.anchor(i), found.distance(i)));
      }
      return new SearchResult(
          hits, new SearchResult.Statistics(batches, rows, rows * rowBytes, nanos));
    }

    private static boolean isEmpty(long[] words) {
      for (long word : words) {
        if (word != 0) {
          return false;
        }
      }
      return true;
    }

    private static long[] inverted(long[] words) {
      long[] inverted = new long[words.length];
      for (int i = 0; i < words.length; i++) {
        inverted[i] = ~words[i];
      }
      return inverted;
    }

    private static boolean allSet(long[] words, int from, int count) {
      // Blocks begin at multiples of 64 rows; the last word of a batch has its spare bits set.
      for (int word = from >>> 6; word <= from + count - 1 >>> 6; word++) {
        if (words[word] != -1L) {
          return false;
        }
      }
      return true;
    }
  }
}
