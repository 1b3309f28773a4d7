package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.schema.Column;
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
import java.util.stream.LongStream;

/** A warehouse with the same bytes in each run: a table of films with some history. */
public final class SmallWarehouse {

  /** The columns of the table. */
  public static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(12, "title", PrimitiveType.STRING),
          Field.nullable(14, "rating", PrimitiveType.DOUBLE),
          Field.nullable(13, "embedding", new EmbeddingType(2, Metric.L2)));

  /** The name of the table. */
  public static final TableName FILMS = new TableName("demo", "films");

  private SmallWarehouse() {}

  /** Options that give the same nonces and times in each run. */
  public static DatasetOptions options(long seed) {
    return DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(seed));
  }

  /**
   * Makes the warehouse: {@code demo.films} with three appends, two deletes, a branch, a tag and a
   * deleted branch; {@code demo.empty}; and {@code demo.old}, which was dropped.
   */
  public static Dataset make(Path folder) {
    Warehouse warehouse = Warehouse.open(folder.toString(), Map.of(), options(7));
    warehouse.createSchema("demo", Map.of("owner", "ann"));
    Dataset films = warehouse.createTable(FILMS, SCHEMA, Map.of("comment", "films to try"));
    append(films, RefName.MAIN, 0, 40);
    append(films, RefName.MAIN, 40, 100);
    films
        .delete(RefName.MAIN)
        .by("ann")
        .because("asked by the maker")
        .where(Predicate.parse("id between 38 and 41"));
    films.createTag("v1", "main");
    films.createBranch("dev", "main~1");
    append(films, new RefName("dev"), 100, 103);
    films.createBranch("gone", "main");
    films.deleteRef(new RefName("gone"));
    films.delete(RefName.MAIN).where(Predicate.parse("rating is nan"));
    warehouse.createTable(new TableName("demo", "empty"), SCHEMA, Map.of());
    warehouse.createTable(new TableName("demo", "old"), SCHEMA, Map.of());
    warehouse.drop(new TableName("demo", "old"));
    warehouse.close();
    return films;
  }

  /** Appends the rows with these ids. */
  public static CommitResult append(Dataset table, RefName branch, int from, int to) {
    return table.append(branch).rows(List.of(rows(from, to)));
  }

  /** Rows with NULLs, NaNs and zero vectors among them. */
  public static RowBlock rows(int from, int to) {
    Object[] ids = LongStream.range(from, to).boxed().toArray();
    Object[] titles =
        LongStream.range(from, to)
            .mapToObj(id -> id % 5 == 0 ? null : "the film number " + id)
            .toArray();
    Object[] ratings =
        LongStream.range(from, to).mapToObj(id -> id % 30 == 7 ? Double.NaN : id / 8.0).toArray();
    Object[] vectors =
        LongStream.range(from, to)
            .mapToObj(id -> id % 7 == 3 ? null : new float[] {id % 11, id % 11})
            .toArray();
    return new RowBlock(
        SCHEMA,
        to - from,
        List.of(
            column("id", ids),
            column("title", titles),
            column("rating", ratings),
            column("embedding", vectors)));
  }

  private static Column column(String name, Object... values) {
    ColumnBuilder builder = ColumnBuilder.of(SCHEMA.find(name).orElseThrow().type());
    for (Object value : values) {
      builder.append(value);
    }
    return builder.build();
  }
}
