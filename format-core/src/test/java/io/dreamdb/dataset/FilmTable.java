package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** A small table of films with branches, changed and read in plain words. */
final class FilmTable {

  static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(12, "title", PrimitiveType.STRING),
          Field.nullable(13, "embedding", new EmbeddingType(2, Metric.L2)));

  private final DatasetOptions options;
  final Dataset table;
  final Space space;

  /** A table without rows. */
  FilmTable(String location, long seed) {
    options = DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(seed));
    Warehouse warehouse = Warehouse.open(location, Map.of(), options);
    warehouse.createSchema("demo", Map.of());
    table = warehouse.createTable(new TableName("demo", "films"), SCHEMA, Map.of("owner", "ann"));
    space = space(ObjectStores.open(table.location()));
  }

  /** The table's space through another store. */
  Space space(ObjectStore store) {
    return Space.open(store, options, Space.Caches.of(options));
  }

  /** Appends rows of the columns that a branch has: the first of ours, NULLs in others. */
  CommitResult append(String branch, long from, long to) {
    Schema schema = table.snapshot(branch).schema();
    RowBlock block = block(from, to, "film");
    List<Column> columns = new ArrayList<>();
    for (Field field : schema.fields()) {
      int known = SCHEMA.indexOf(field.id());
      ColumnBuilder nulls = ColumnBuilder.of(field.type());
      for (long id = from; id < to; id++) {
        nulls.append(field.defaultValue() == null ? null : field.defaultValue().value());
      }
      columns.add(known >= 0 ? block.columns().get(known) : nulls.build());
    }
    return table
        .append(new RefName(branch))
        .rows(List.of(new RowBlock(schema, block.rows(), columns)));
  }

  static RowBlock block(long from, long to, String title) {
    List<ColumnBuilder> builders =
        SCHEMA.fields().stream().map(field -> ColumnBuilder.of(field.type())).toList();
    for (long id = from; id < to; id++) {
      builders.get(0).append(id);
      builders.get(1).append(title + " " + id);
      builders.get(2).append(new float[] {id, 1});
    }
    return new RowBlock(
        SCHEMA, (int) (to - from), builders.stream().map(ColumnBuilder::build).toList());
  }

  CommitResult delete(String branch, String filter) {
    return table.delete(new RefName(branch)).because(filter).where(Predicate.parse(filter));
  }

  /** Gives each row from {@code from} to before {@code to} a title that begins so. */
  CommitResult update(String branch, long from, long to, String title) {
    Map<Long, Long> anchors = anchors(branch);
    long[] replaced = LongStream.range(from, to).map(anchors::get).toArray();
    return table.rowDelta(new RefName(branch)).replace(replaced, block(from, to, title));
  }

  CommitResult merge(String branch, String from) {
    return table.merge(new RefName(branch)).from(from).commit();
  }

  CommitResult merge(String branch, String from, MergeStrategy strategy) {
    return table.merge(new RefName(branch)).from(from).strategy(strategy).commit();
  }

  /** The ids of the live rows, ascending. */
  List<Long> ids(String pointer) {
    return List.copyOf(titles(pointer).keySet());
  }

  /** The titles of the live rows by id; an id that two rows have fails. */
  Map<Long, String> titles(String pointer) {
    Map<Long, String> titles = new TreeMap<>();
    rows(
        pointer,
        (anchor, row) -> {
          assertThat(titles.put((Long) row.get(0), (String) row.get(1))).isNull();
        });
    return titles;
  }

  /** The anchors of the live rows by id. */
  Map<Long, Long> anchors(String pointer) {
    Map<Long, Long> anchors = new TreeMap<>();
    rows(pointer, (anchor, row) -> anchors.put((Long) row.get(0), anchor));
    return anchors;
  }

  private interface Row {
    void take(long anchor, List<?> values);
  }

  private void rows(String pointer, Row row) {
    Iterator<Scan.ScannedRows> blocks =
        table.snapshot(pointer).scan().columns(SCHEMA.select(List.of("id", "title"))).rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      for (int i = 0; i < block.anchors().length; i++) {
        row.take(block.anchors()[i], block.rows().row(i));
      }
    }
  }

  /** Checks all objects, and that counts are those of the rows. */
  void verify() {
    assertThat(TableFindings.of(table)).isEmpty();
    for (RefInfo ref : table.refs()) {
      Snapshot snapshot = table.snapshot(ref.name().text());
      assertThat(snapshot.rowCount())
          .isEqualTo(snapshot.summary().rowsLive())
          .isEqualTo(ids(ref.name().text()).size());
    }
  }
}
