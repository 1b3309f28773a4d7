package io.dreamdb.dataset.parquet;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Reads a row batch. */
final class BatchReader implements RowBatchReader {

  /** Something that may meet malformed bytes. */
  @FunctionalInterface
  private interface Decoding<T> {
    T decode() throws IOException;
  }

  private final String name;
  private final Schema columns;
  private final FileFooter footer;
  private final List<FieldReader> fields;
  private final List<LeafReader> leaves;

  private BatchReader(FileBytes bytes, Schema columns) throws IOException {
    this.name = bytes.name();
    this.columns = columns;
    this.footer = FileFooter.read(bytes);
    FieldMatch match = new FieldMatch(bytes, footer);
    this.fields = match.match(columns);
    this.leaves = match.leaves();
  }

  static BatchReader open(VerifiedObject object, Schema columns) {
    for (Field field : columns.fields()) {
      if (field.type() instanceof EmbeddingType) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "column '%s' of type %s: row batches hold no embeddings",
                field.name(),
                field.type().text()));
      }
    }
    return guarded(object.name(), () -> new BatchReader(new FileBytes(object), columns));
  }

  @Override
  public int rows() {
    return footer.rows();
  }

  @Override
  public RowBlock read(int first, int count) {
    Objects.checkFromIndexSize(first, count, rows());
    return guarded(name, () -> decode(first, count));
  }

  private RowBlock decode(int first, int count) throws IOException {
    for (LeafReader leaf : leaves) {
      leaf.read(first, count);
    }
    List<Column> read = new ArrayList<>(fields.size());
    for (FieldReader field : fields) {
      read.add(field.column(count));
    }
    return new RowBlock(columns, count, read);
  }

  /** Whatever the parsers throw for malformed bytes becomes one failure. */
  private static <T> T guarded(String name, Decoding<T> decoding) {
    try {
      return decoding.decode();
    } catch (DreamException e) {
      throw e;
    } catch (RuntimeException | IOException e) {
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new CorruptObject(
          String.format(Locale.ROOT, "%s is no such row batch: %s", name, reason), e);
    }
  }

  @Override
  public void close() {
    leaves.clear();
    fields.clear();
  }
}
