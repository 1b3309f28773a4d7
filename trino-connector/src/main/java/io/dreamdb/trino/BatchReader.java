package io.dreamdb.trino;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.BoundPredicate;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a batch are live and match a condition. Rows are asked for in ascending order; one
 * thread.
 */
final class BatchReader implements AutoCloseable {

  private final int rows;
  private final long[] deleted;
  private final BoundPredicate predicate;
  private final boolean always;
  private final boolean never;
  private final Schema columns;
  private final Map<Integer, Optional<VectorStorage>> vectors = new HashMap<>();
  private final @Nullable RowBatchReader reader;

  /**
   * Opens a batch; reads no rows where statistics decide.
   *
   * @param table the table's columns
   * @param condition over them
   */
  BatchReader(BatchSource source, Schema table, Predicate condition, TrinoRowBatchCodec codec) {
    Schema schema = narrow(table);
    BoundPredicate predicate = condition.bind(schema).simplify();
    this.rows = source.batch().entry().rows();
    this.deleted = source.deletions().words(rows);
    this.predicate = predicate;
    var statistics = source.statistics(table);
    this.never = !predicate.mightMatch(statistics, rows);
    this.always = !never && predicate.alwaysMatches(statistics, rows);
    List<Field> read = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (!always && !never && predicate.columnIds().contains(field.id())) {
        read.add(field);
        if (TypeMapping.isEmbedding(field.type())) {
          Field whole = table.findById(field.id()).orElseThrow();
          vectors.put(field.id(), source.vectors(whole));
        }
      }
    }
    this.columns = new Schema(read);
    Schema scalars =
        new Schema(read.stream().filter(field -> !TypeMapping.isEmbedding(field.type())).toList());
    this.reader =
        scalars.fields().isEmpty()
            ? null
            : source.data().map(data -> codec.reader(data, scalars)).orElse(null);
  }

  /** Whether statistics say that no row matches. */
  boolean isEmpty() {
    return never;
  }

  /** The offsets from {@code first} of the wanted ones among {@code count} rows, ascending. */
  int[] positions(int first, int count) {
    if (never) {
      return new int[0];
    }
    @Nullable Bitmap matching = always ? null : predicate.select(read(first, count));
    int[] positions = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int row = first + i;
      boolean live = (deleted[row >>> 6] >>> row & 1) == 0;
      if (live && (matching == null || matching.get(i))) {
        positions[size++] = i;
      }
    }
    return Arrays.copyOf(positions, size);
  }

  private RowBlock read(int first, int count) {
    @Nullable RowBlock scalars = reader == null ? null : reader.read(first, count);
    List<Column> found = new ArrayList<>();
    for (Field field : columns.fields()) {
      if (field.type() instanceof EmbeddingType type) {
        found.add(presence(type, vectors.getOrDefault(field.id(), Optional.empty()), first, count));
      } else if (scalars == null) {
        found.add(Column.ofMissing(field, count));
      } else {
        found.add(scalars.column(field.id()));
      }
    }
    return new RowBlock(columns, count, found);
  }

  /** The same columns with embeddings of dimension 1, of which conditions ask only for NULL. */
  private static Schema narrow(Schema table) {
    List<Field> fields = new ArrayList<>();
    for (Field field : table.fields()) {
      fields.add(
          field.type() instanceof EmbeddingType type
              ? field.withType(new EmbeddingType(1, type.metric(), type.model()))
              : field);
    }
    return new Schema(fields);
  }

  /** A column of dimension 1 that is NULL where the embedding is. */
  private static Column presence(
      EmbeddingType type, Optional<VectorStorage> storage, int first, int count) {
    long[] words = new long[(count + 63) >>> 6];
    if (storage.isPresent()) {
      for (int i = 0; i < count; i++) {
        words[i >>> 6] |= storage.get().isPresent(first + i) ? 1L << i : 0;
      }
    }
    Validity validity = Validity.of(Bitmap.wrap(words, count));
    return new EmbeddingColumn(type, new float[count], validity);
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
