package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A table of clustered vectors, some of them NULL, for tests of its index. */
public final class IndexedTable {

  /** The columns. */
  public static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(13, "v", new EmbeddingType(12, Metric.L2)));

  /** The field that is indexed. */
  static final int FIELD = 13;

  /** The name of the table. */
  public static final TableName NAME = new TableName("demo", "points");

  /** So many rows in one append, and it gets a pack of its own. */
  public static final int PACKED = 1_300;

  private static final int CLUSTERS = 20;

  private IndexedTable() {}

  /** A table without rows in a new warehouse. */
  static Dataset create(String warehouse, DatasetOptions options) {
    Warehouse opened = Warehouse.open(warehouse, Map.of(), options);
    opened.createSchema(NAME.schema(), Map.of());
    return opened.createTable(NAME, SCHEMA, Map.of());
  }

  /**
   * A table with an index of 24 cells, in a folder: rows that a rebuild covered, rows with a pack
   * that was written beside them, uncovered rows, and deleted ones among all of these.
   */
  public static Dataset make(Path folder) {
    Dataset table = create(folder.toString(), SmallWarehouse.options(5));
    append(table, RefName.MAIN, 0, 900);
    append(table, RefName.MAIN, 900, 1_500);
    rebuild(table, 24);
    append(table, RefName.MAIN, 2_000, 2_000 + PACKED);
    append(table, RefName.MAIN, 4_000, 4_050);
    delete(table, "id between 100 and 120 or id between 2010 and 2020 or id = 4003");
    return table;
  }

  /** Appends the rows with these ids. */
  static CommitResult append(Dataset table, RefName branch, int from, int to) {
    return table.append(branch).rows(List.of(rows(from, to)));
  }

  /** Deletes rows of main. */
  static CommitResult delete(Dataset table, String filter) {
    return table.delete(RefName.MAIN).where(io.dreamdb.schema.Predicate.parse(filter));
  }

  /** The index of main. */
  static TableIndex index(Dataset table) {
    return table.index(RefName.MAIN, Optional.empty());
  }

  /** Builds the index of main anew. */
  static IndexResult rebuild(Dataset table, int cells) {
    return index(table).rebuild(options(cells));
  }

  static IndexOptions options(int cells) {
    return IndexOptions.DEFAULT.withCells(cells).withThreads(1);
  }

  static RowBlock rows(int from, int to) {
    ColumnBuilder ids = ColumnBuilder.of(PrimitiveType.BIGINT);
    ColumnBuilder vectors = ColumnBuilder.of(SCHEMA.fields().get(1).type());
    IntStream.range(from, to)
        .forEach(id -> {
          ids.append((long) id);
          vectors.append(vector(id));
        });
    List<Column> columns = List.of(ids.build(), vectors.build());
    return new RowBlock(SCHEMA, to - from, columns);
  }

  /** The vector of a row; NULL for one in 29. */
  static float @Nullable [] vector(int id) {
    if (id % 29 == 7) {
      return null;
    }
    float[] vector = new float[12];
    Random center = new Random(id % CLUSTERS);
    Random own = new Random(1_000 + id);
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (4 * center.nextGaussian() + own.nextGaussian());
    }
    return vector;
  }
}
