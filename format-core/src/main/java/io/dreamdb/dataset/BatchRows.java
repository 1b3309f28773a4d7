package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows of one batch: scalars from its row batch, vectors from their storages. One thread. */
final class BatchRows implements AutoCloseable {

  private final BatchSource source;
  private final Schema columns;
  private final Schema scalars;
  private final Map<Integer, VectorStorage> vectors = new HashMap<>();
  private final @Nullable RowBatchReader reader;

  /** Opens a batch for these columns, in this order. */
  BatchRows(BatchSource source, Schema columns, RowBatchCodec codec) {
    this.source = source;
    this.columns = columns;
    List<Field> others = new ArrayList<>();
    for (Field field : columns.fields()) {
      if (field.type() instanceof EmbeddingType) {
        source.vectors(field).ifPresent(storage -> vectors.put(field.id(), storage));
      } else {
        others.add(field);
      }
    }
    this.scalars = new Schema(others);
    Optional<VerifiedObject> data = others.isEmpty() ? Optional.empty() : source.data();
    this.reader = data.map(object -> codec.reader(object, scalars)).orElse(null);
    if (reader != null && reader.rows() != rows()) {
      int found = reader.rows();
      reader.close();
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d rows; its batch at anchor %d says %d",
              data.orElseThrow().name(),
              found,
              source.batch().firstAnchor(),
              rows()));
    }
  }

  /** Reads {@code count} rows from offset {@code first} on, deleted ones included. */
  RowBlock read(int first, int count) {
    @Nullable RowBlock read = reader == null ? null : reader.read(first, count);
    List<Column> found = new ArrayList<>();
    for (Field field : columns.fields()) {
      if (field.type() instanceof EmbeddingType type) {
        VectorStorage storage = vectors.get(field.id());
        found.add(storage == null ? Column.ofNulls(type, count) : storage.read(type, first, count));
      } else {
        found.add(read == null ? Column.ofMissing(field, count) : read.column(field.id()));
      }
    }
    return new RowBlock(columns, count, found);
  }

  int rows() {
    return source.batch().entry().rows();
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
