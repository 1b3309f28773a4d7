package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A table whose packs and vector storages are large enough to have outboards. */
final class WideTable {

  /** Elements of a vector. */
  static final int DIMENSION = 192;

  /** The columns. */
  static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(13, "v", new EmbeddingType(DIMENSION, Metric.COSINE)));

  private static final int CLUSTERS = 60;

  private WideTable() {}

  /**
   * Two batches under an index of 80 cells, a batch with a pack of its own, an uncovered one of
   * some rows, and deleted rows in all of them.
   */
  static Dataset make(Path folder, int refine) {
    Warehouse warehouse = Warehouse.open(folder.toString(), Map.of(), SmallWarehouse.options(9));
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(TableName.parse("demo.wide"), SCHEMA, Map.of());
    table.append(RefName.MAIN).rows(List.of(rows(0, 5_000)));
    table.append(RefName.MAIN).rows(List.of(rows(5_000, 9_000)));
    IndexedTable.index(table)
        .rebuild(IndexOptions.DEFAULT.withCells(80).withThreads(1).withRefine(refine));
    table.append(RefName.MAIN).rows(List.of(rows(9_000, 10_500)));
    table.append(RefName.MAIN).rows(List.of(rows(10_500, 10_560)));
    table
        .delete(RefName.MAIN)
        .where(Predicate.parse("id between 40 and 70 or id between 9100 and 9105 or id = 10501"));
    return table;
  }

  static RowBlock rows(int from, int to) {
    ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
    ColumnBuilder vectors = ColumnBuilder.of(SCHEMA.fields().get(1).type());
    for (int id = from; id < to; id++) {
      ids.append((long) id);
      if (id % 97 == 5) {
        vectors.appendNull();
      } else {
        vectors.append(vector(id));
      }
    }
    return new RowBlock(SCHEMA, to - from, List.of(ids.build(), vectors.build()));
  }

  /** A vector near one of the clusters; of rows, the number is the id. */
  static float[] vector(int number) {
    SplittableRandom own = new SplittableRandom(77 + number);
    SplittableRandom center = new SplittableRandom(own.nextInt(CLUSTERS));
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (center.nextGaussian() + 0.7 * own.nextGaussian());
    }
    return vector;
  }
}
