package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.index.Interruption;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.VectorEntry;
import io.dreamdb.track.VectorStorageWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Adds an embedding to the rows of a branch, or puts one of a new model in the place of another, as
 * one commit. Vectors are stored beside the batches; no row is rewritten. A replaced embedding is
 * dropped with its index, and the new one is another field, so that no index ever holds codes of
 * other vectors.
 *
 * <p>Rows that others append meanwhile have NULL; so do deleted rows.
 */
public final class AttachEmbedding {

  /** Makes vectors of rows. */
  @FunctionalInterface
  public interface Model {

    /**
     * The vectors of some live rows.
     *
     * @param rows the columns that were asked for, and the rows' anchors; in ascending order from
     *     call to call
     * @return one for each row, of the embedding's dimension; null: NULL
     */
    float[] @Nullable [] vectors(Scan.ScannedRows rows);
  }

  /** The vectors of a batch of the base, stored. */
  record Attached(Batch batch, Optional<VectorEntry> vectors) {}

  static final String OPERATION = "attach_embedding";
  private static final int BLOCK_ROWS = 1 << 12;

  private final Space space;
  private final Committer committer;
  private final Head base;
  private final SchemaUpdate update;
  private final Field field;
  private Schema columns = Schema.of();
  private @Nullable RowBatchCodec codec;

  AttachEmbedding(Space space, Committer committer, Head base, String name, EmbeddingType type) {
    this.space = space;
    this.committer = committer;
    this.base = base;
    this.update = new SchemaUpdate(space, committer, base);
    this.field = added(name, type);
  }

  private Field added(String name, EmbeddingType type) {
    Schema schema = update.schema();
    Field fresh = Field.nullable(update.ids().next(), name, type);
    Optional<Field> present = schema.find(name);
    if (present.isEmpty()) {
      update.add(fresh);
      return fresh;
    }
    if (!(present.get().type() instanceof EmbeddingType)) {
      throw new InvalidInput(
          "Column '" + name + "' is no embedding; give another name or drop it first");
    }
    ColumnPath path = ColumnPath.of(name);
    int at = schema.fields().indexOf(present.get());
    update.drop(path).add(fresh);
    if (at == 0) {
      update.moveFirst(path);
    } else {
      update.moveAfter(path, schema.fields().get(at - 1).name());
    }
    return fresh;
  }

  /** Gives the model these columns of each row. */
  public AttachEmbedding reading(Schema some) {
    columns = some;
    return this;
  }

  /** Reads row batches with another codec than core's. */
  public AttachEmbedding readingWith(RowBatchCodec other) {
    codec = other;
    return this;
  }

  /**
   * Makes the vectors of all live rows and commits.
   *
   * @throws InvalidInput if a vector cannot be stored, naming the row's anchor
   * @throws io.dreamdb.Conflict if others rewrote a batch or changed the column meanwhile
   */
  public CommitResult from(Model model) {
    ObjectWriter writer = space.writer(base.epoch());
    RowBatchCodec reading = codec == null ? Codecs.parquet() : codec;
    List<Attached> attached = new ArrayList<>();
    Iterator<Batch> batches = space.rows.batches(space.rowsTrack(base.stored()));
    while (batches.hasNext()) {
      Batch batch = batches.next();
      attached.add(new Attached(batch, store(batch, model, reading, writer)));
    }
    return committer.commit(
        base, new AttachChange(space, update.change(), field, attached, writer));
  }

  private Optional<VectorEntry> store(
      Batch batch, Model model, RowBatchCodec reading, ObjectWriter writer) {
    BatchSource source = new BatchSource(space.reader, space.rows, batch);
    DeletionBitmap deleted = source.deletions();
    try (BatchRows rows = new BatchRows(source, columns, reading);
        VectorStorageWriter vectors = new VectorStorageWriter(field, space.store::spool)) {
      for (int first = 0; first < rows.rows(); first += BLOCK_ROWS) {
        Interruption.check();
        int count = Math.min(BLOCK_ROWS, rows.rows() - first);
        append(vectors, rows, first, live(deleted, first, count), model, source.anchors());
      }
      return vectors.finish(writer);
    }
  }

  private static int[] live(DeletionBitmap deleted, int first, int count) {
    return IntStream.range(0, count).filter(i -> !deleted.contains(first + i)).toArray();
  }

  private void append(
      VectorStorageWriter vectors,
      BatchRows rows,
      int first,
      int[] live,
      Model model,
      BatchAnchors known) {
    int count = Math.min(BLOCK_ROWS, rows.rows() - first);
    long[] anchors = new long[live.length];
    for (int i = 0; i < live.length; i++) {
      anchors[i] = known.anchor(first + live[i]);
    }
    float[] @Nullable [] made =
        live.length == 0
            ? new float[0][]
            : model.vectors(new Scan.ScannedRows(anchors, rows.read(first, count).select(live)));
    if (made.length != live.length) {
      throw new InvalidInput(
          live.length
              + " rows were given "
              + made.length
              + " vectors; give one, or null, for each");
    }
    int next = 0;
    for (int i = 0; i < live.length; i++) {
      vectors.appendNulls(live[i] - next);
      append(vectors, made[i], anchors[i]);
      next = live[i] + 1;
    }
    vectors.appendNulls(count - next);
  }

  private static void append(VectorStorageWriter vectors, float @Nullable [] vector, long anchor) {
    try {
      vectors.append(vector);
    } catch (InvalidInput e) {
      throw new InvalidInput("The row with anchor " + anchor + ": " + e.getMessage(), e);
    }
  }
}
