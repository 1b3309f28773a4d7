package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.BoundPredicate;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which rows of a batch are live and match a predicate. Reads nothing where statistics decide, and
 * only the predicate's columns elsewhere. Safe for many threads.
 */
final class RowFilter {

  private static final int BLOCK_ROWS = 1 << 14;

  private final Schema schema;
  private final BoundPredicate predicate;
  private final Schema columns;

  /**
   * @param schema the table's columns
   * @param predicate over them
   * @throws io.dreamdb.InvalidInput if it names an unknown column or compares what cannot be
   */
  RowFilter(Schema schema, Predicate predicate) {
    this.schema = schema;
    this.predicate = predicate.bind(schema).simplify();
    List<Field> read = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (this.predicate.columnIds().contains(field.id())) {
        read.add(field);
      }
    }
    this.columns = new Schema(read);
  }

  /** Whether some row of the batch can match, from statistics alone. */
  boolean mightMatch(BatchSource source) {
    return predicate.mightMatch(source.statistics(schema), source.batch().entry().rows());
  }

  /**
   * One bit for each row of the batch, set if the row is live and matches; row i is bit {@code i
   * mod 64} of word {@code i / 64}.
   */
  long[] select(BatchSource source, RowBatchCodec codec) {
    int rows = source.batch().entry().rows();
    Map<Integer, ColumnStatistics> statistics = source.statistics(schema);
    if (!predicate.mightMatch(statistics, rows)) {
      return new long[(rows + 63) / 64];
    }
    long[] live = live(source);
    if (!predicate.alwaysMatches(statistics, rows)) {
      try (BatchRows batch = new BatchRows(source, columns, codec)) {
        for (int first = 0; first < rows; first += BLOCK_ROWS) {
          int count = Math.min(BLOCK_ROWS, rows - first);
          intersect(live, first / 64, predicate.select(batch.read(first, count)));
        }
      }
    }
    return live;
  }

  /** One bit for each live row. */
  static long[] live(BatchSource source) {
    int rows = source.batch().entry().rows();
    long[] words = source.deletions().words(rows);
    for (int i = 0; i < words.length; i++) {
      words[i] = ~words[i];
    }
    if (rows % 64 != 0) {
      words[words.length - 1] &= (1L << rows) - 1;
    }
    return words;
  }

  private static void intersect(long[] words, int from, Bitmap selected) {
    LongBuffer bits = selected.words();
    for (int i = 0; i < bits.remaining(); i++) {
      words[from + i] &= bits.get(bits.position() + i);
    }
  }
}
