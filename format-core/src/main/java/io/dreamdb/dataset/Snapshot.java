package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.FetchCost;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowsTrack;
import io.dreamdb.track.RowsView;
import io.dreamdb.track.TombstoneRecord;
import io.dreamdb.track.VectorParts;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One version of a table, for ever the same. Safe for many threads; iterators are for one. */
public final class Snapshot {

  private final Dataset dataset;
  private final Space space;
  private final StoredManifest stored;
  private final RowsTrack track;
  private final @Nullable RowBatchCodec codec;
  private final Map<Integer, SearchedTable> searched = new ConcurrentHashMap<>();

  Snapshot(Dataset dataset, Space space, StoredManifest stored) {
    this(dataset, space, stored, space.rowsTrack(stored), null);
  }

  private Snapshot(
      Dataset dataset,
      Space space,
      StoredManifest stored,
      RowsTrack track,
      @Nullable RowBatchCodec codec) {
    this.dataset = dataset;
    this.space = space;
    this.stored = stored;
    this.track = track;
    this.codec = codec;
  }

  /** The same version, whose row batches are read with another codec than core's. */
  public Snapshot readingWith(RowBatchCodec other) {
    return new Snapshot(dataset, space, stored, track, other);
  }

  /** Reads row batches. */
  RowBatchCodec codec() {
    return codec == null ? Codecs.parquet() : codec;
  }

  /** The table. */
  public Dataset dataset() {
    return dataset;
  }

  /** The id by which this version can be read for ever. */
  public ObjectId version() {
    return stored.contentId();
  }

  /** The version before this one, if there is one. */
  public Optional<ObjectId> parent() {
    var skips = stored.manifest().lineage().skips();
    return skips.isEmpty() ? Optional.empty() : Optional.of(skips.get(0).content());
  }

  /** This version and those before it on its line, the latest first; read as the iterator goes. */
  public Iterator<Snapshot> line() {
    Iterator<StoredManifest> line = space.history.line(stored);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return line.hasNext();
      }

      @Override
      public Snapshot next() {
        return new Snapshot(dataset, space, line.next());
      }
    };
  }

  /** Number of versions before this one on its line. */
  public long depth() {
    return stored.manifest().lineage().depth();
  }

  /** When it was committed, nanoseconds since 1970-01-01T00:00:00Z. */
  public long timeNanos() {
    return stored.content().timestamp();
  }

  /** Who committed it: program and version. */
  public String writer() {
    return brought().writer();
  }

  /** The columns. */
  public Schema schema() {
    return stored.manifest().state().schema();
  }

  /** The table's properties as the user set them. */
  public SortedMap<String, String> properties() {
    return stored.manifest().state().properties();
  }

  /** What the commit did and what is there since. */
  public Summary summary() {
    return brought().summary();
  }

  /** The manifest that brought the content: a version says the same through whatever ref. */
  private Manifest brought() {
    return stored.id().equals(stored.contentId())
        ? stored.manifest()
        : space.manifests.read(stored.contentId()).manifest();
  }

  /** Number of live rows; reads nothing. */
  public long rowCount() {
    return space.rows.liveRows(track);
  }

  /** Begins to read rows. */
  public Scan scan() {
    return new Scan(this, space);
  }

  /** Finds the nearest rows to a vector. */
  public SearchResult search(SearchRequest request) {
    return new Search(this, request).run();
  }

  /**
   * The same search for several vectors, in the place of the request's own: the same results as one
   * after the other, for less.
   */
  public List<SearchResult> search(SearchRequest request, List<float[]> queries) {
    return new Search(this, request).run(queries);
  }

  /**
   * Measures what the index of an embedding finds of the truth: rows of this version look for their
   * nearest others, all exactly, then one by one with more and more probes, until all are found or
   * all cells are probed.
   *
   * @param field the embedding; empty: the only one
   * @param sample how many rows, fewer where NULLs are drawn; which ones follows from the version
   * @param k how many others each looks for
   * @param candidates rows that each search compares by their vectors; 0: as many as searches with
   *     that k compare by default
   * @return a row for each number of probes, ascending; among them that which searches take by
   *     default
   * @throws InvalidInput if there is no index, no row to look from, or a number is below 1
   */
  public List<EvaluatedProbes> evaluateIndex(
      Optional<String> field, int sample, int k, int candidates) {
    return new IndexEvaluation(this, embedding(field), k, candidates).run(sample);
  }

  /**
   * The first rows in the order of an engine's own function, exactly as the engine would order
   * them; among equal values any.
   */
  public TopResult top(TopRequest request) {
    return new TopRows(this, request).run();
  }

  /**
   * Whether some row, live or not, may have a vector of norm zero in that field: there a cosine is
   * undefined, and an engine's own function decides what that means.
   */
  public boolean mayHoldZeroVectors(int fieldId) {
    return TopRows.holdsZero(this, fieldId);
  }

  /**
   * Reads rows by their anchors.
   *
   * @param anchors of live rows, in any order
   * @param columns what to read
   * @return a row for each anchor, in their order
   * @throws io.dreamdb.InvalidInput if there is no live row with one of the anchors
   */
  public RowBlock lookup(long[] anchors, Schema columns) {
    return new Lookup(this, space).rows(anchors, columns);
  }

  /** The batches in the order of their anchors; read page by page. */
  public Iterator<Batch> batches() {
    return space.rows.batches(track);
  }

  /** The batches that have rows with anchors from {@code first} to {@code last}, in order. */
  Iterator<Batch> batches(long first, long last) {
    return space.rows.batches(track, first, last);
  }

  /** The tombstone log in the order of its keys; read page by page. */
  public Iterator<TombstoneRecord> tombstones() {
    return space.rows.tombstones(track);
  }

  RowsTrack track() {
    return track;
  }

  /**
   * The embedding of that name; of no name, the only one.
   *
   * @throws InvalidInput if there is none, or several and none was named
   */
  Field embedding(Optional<String> name) {
    List<Field> embeddings =
        schema().fields().stream().filter(field -> field.type() instanceof EmbeddingType).toList();
    List<String> names = embeddings.stream().map(Field::name).toList();
    if (name.isPresent()) {
      return schema()
          .find(name.get())
          .filter(embeddings::contains)
          .orElseThrow(() ->
              new InvalidInput(
                  "'" + name.get() + "' is not an embedding of the table; there are " + names));
    }
    if (embeddings.size() != 1) {
      throw new InvalidInput(
          "The table has the embeddings " + names + "; say which by vector_column");
    }
    return embeddings.get(0);
  }

  /** The most threads of one search, as the options say. */
  int searchThreads() {
    return space.options.searchThreads();
  }

  /** This version, open for searches of a field. */
  SearchedTable searched(Field field) {
    SearchedTable known = searched.get(field.id());
    if (known == null) {
      known = space.searches.table(this, space, stored.manifest().state(), field);
      searched.put(field.id(), known);
    }
    return known;
  }

  /** The batch with a row, deleted or not, of that anchor. */
  Batch batchOf(long anchor) {
    return (anchor < 0 ? Optional.<Batch>empty() : space.rows.batchOf(track, anchor))
        .orElseThrow(() -> new InvalidInput("There is no row with anchor " + anchor));
  }

  /** The same for those who look at few rows of it, here and there. */
  BatchSource scattered(Batch batch) {
    ObjectReader reader = space.reader.scattered();
    return new BatchSource(reader, new RowsView(reader), batch);
  }

  /** Whether the store maps large objects; else parts of them are fetched. */
  boolean maps() {
    return space.reader.maps();
  }

  /** Fetches parts of objects. */
  FetchCost fetch(List<ObjectPart> parts) {
    return space.reader.fetch(parts);
  }

  /** What opening {@link #vectorParts} fetches at first; empty if the field is NULL in all rows. */
  Optional<ObjectPart> vectorHead(Batch batch, Field field) {
    return space.rows.vectorHead(batch, field);
  }

  /** The vectors of a field in a batch where it is not NULL in all rows; the store does not map. */
  VectorParts vectorParts(Batch batch, Field field) {
    return (VectorParts) space.rows.rowVectors(batch, field).orElseThrow();
  }

  BatchSource source(Batch batch) {
    return new BatchSource(space.reader, space.rows, batch);
  }
}
