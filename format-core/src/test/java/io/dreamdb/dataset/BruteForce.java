package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/** All live rows of a version with their vectors and a number, to be compared one by one. */
final class BruteForce {

  /** A live row that has a vector. */
  record Row(long anchor, long group, float[] vector) {}

  private final EmbeddingType type;
  private final List<Row> rows = new ArrayList<>();

  /** Reads a version. */
  BruteForce(Snapshot snapshot, Field field, String groupColumn) {
    this.type = (EmbeddingType) field.type();
    Schema group = snapshot.schema().select(List.of(groupColumn));
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      BatchSource source = snapshot.source(batch);
      Optional<VectorStorage> vectors = source.vectors(field);
      try (BatchRows scalars = new BatchRows(source, group, snapshot.codec())) {
        var groups = scalars.read(0, batch.entry().rows()).columns().get(0);
        for (int i = 0; i < batch.entry().rows(); i++) {
          float[] vector = new float[type.dimension()];
          if (!source.deletions().contains(i)
              && vectors.isPresent()
              && vectors.get().copyTo(i, vector, 0)) {
            rows.add(new Row(source.anchors().anchor(i), (Long) groups.get(i), vector));
          }
        }
      }
    }
  }

  List<Row> rows() {
    return rows;
  }

  /** The nearest rows of groups that count, equally near ones by anchor. */
  List<SearchResult.Hit> nearest(float[] query, int k, LongPredicate groups, float maxDistance) {
    DistanceKernel kernel = DistanceKernel.of(type.metric(), query);
    return rows.stream()
        .filter(row -> groups.test(row.group))
        .map(row -> new SearchResult.Hit(row.anchor, kernel.distance(row.vector)))
        .filter(hit -> hit.distance() <= maxDistance)
        .sorted(
            Comparator.comparingDouble((SearchResult.Hit hit) -> hit.distance())
                .thenComparingLong(SearchResult.Hit::anchor))
        .limit(k)
        .toList();
  }
}
