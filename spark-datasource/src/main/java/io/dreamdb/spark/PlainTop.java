package io.dreamdb.spark;

import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TopRow;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The first rows in the order of one of Spark's functions, which is computed for each row. The
 * plain twin of {@link Snapshot#top}, and what serves where the function is NULL for a vector.
 *
 * @param nullsFirst whether rows for which the function is NULL come first
 */
record PlainTop(DistanceFunction function, float[] query, boolean nullsFirst, int k) {

  List<TopRow> rows(Snapshot snapshot, Field field, Predicate filter) {
    Comparator<TopRow> order = order();
    PriorityQueue<TopRow> first = new PriorityQueue<>(order.reversed());
    Iterator<Scan.ScannedRows> blocks =
        snapshot.scan().columns(Schema.of(field)).where(filter).rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      EmbeddingColumn vectors = (EmbeddingColumn) block.rows().column(field.id());
      for (int i = 0; i < block.anchors().length; i++) {
        first.add(row(block.anchors()[i], vectors.get(i)));
        if (first.size() > k) {
          first.remove();
        }
      }
    }
    List<TopRow> rows = new ArrayList<>(first);
    rows.sort(order);
    return rows;
  }

  private TopRow row(long anchor, float @Nullable [] vector) {
    Float value = vector == null ? null : function.value(vector, query);
    return new TopRow(anchor, value == null, value == null ? 0 : value);
  }

  private Comparator<TopRow> order() {
    Comparator<TopRow> nulls = Comparator.comparing(TopRow::isNull);
    Comparator<TopRow> values = Comparator.comparingDouble(TopRow::value);
    return (nullsFirst ? nulls.reversed() : nulls)
        .thenComparing(function.isSimilarity() ? values.reversed() : values)
        .thenComparingLong(TopRow::anchor);
  }
}
