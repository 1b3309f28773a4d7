package io.dreamdb.dataset.spi;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowsView;
import io.dreamdb.track.VectorStorage;
import java.util.Map;
import java.util.Optional;

/** A batch's payload, verified as it is read. Safe for many threads. */
public final class BatchSource {

  private final ObjectReader reader;
  private final RowsView view;
  private final Batch batch;

  /** Opens a batch; nothing is read yet. */
  public BatchSource(ObjectReader reader, RowsView view, Batch batch) {
    this.reader = reader;
    this.view = view;
    this.batch = batch;
  }

  /** The batch. */
  public Batch batch() {
    return batch;
  }

  /** The row batch; empty if the table had only embeddings when it was written. */
  public Optional<VerifiedObject> data() {
    ObjectRef data = batch.entry().data();
    return data == null ? Optional.empty() : Optional.of(reader.open(ObjectFamily.BATCH, data));
  }

  /** The vectors of a field; empty if it is NULL in every row. */
  public Optional<VectorStorage> vectors(Field field) {
    return view.vectors(batch, field);
  }

  /** What is known of the batch's columns, by field id. */
  public Map<Integer, ColumnStatistics> statistics(Schema schema) {
    return view.statistics(batch, schema);
  }

  /** The anchors of its rows. */
  public BatchAnchors anchors() {
    return view.anchors(batch);
  }

  /** Which rows are deleted. */
  public DeletionBitmap deletions() {
    return view.deletions(batch);
  }
}
