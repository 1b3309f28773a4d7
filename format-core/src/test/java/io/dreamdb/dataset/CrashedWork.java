package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnPath;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Predicate;
import java.util.Map;
import java.util.Optional;

/** Work at any of whose writes a process may end. */
enum CrashedWork {
  APPEND(false, (warehouse, table) -> SmallWarehouse.append(table, RefName.MAIN, 60, 70)),
  APPEND_TO_INDEX(true, (warehouse, table) -> SmallWarehouse.append(table, RefName.MAIN, 60, 70)),
  DELETE(
      false,
      (warehouse, table) ->
          table.delete(RefName.MAIN).where(Predicate.parse("id between 20 and 45"))),
  UPDATE(
      false,
      (warehouse, table) -> {
        RowDelta delta = table.rowDelta(RefName.MAIN);
        var rows = delta.snapshot().scan().anchors(0, Long.MAX_VALUE).rows();
        long[] anchors = {rows.next().anchors()[5]};
        delta.replace(anchors, SmallWarehouse.rows(90, 91));
      }),
  ROLLBACK(false, (warehouse, table) -> table.rollback(RefName.MAIN, "main~1")),
  SET_PROPERTIES(
      false,
      (warehouse, table) ->
          table.setProperties(RefName.MAIN, Map.of("comment", Optional.of("new")))),
  CREATE_BRANCH(false, (warehouse, table) -> table.createBranch("new", "main~1")),
  CREATE_TAG(false, (warehouse, table) -> table.createTag("v2", "main~1")),
  DELETE_BRANCH(false, (warehouse, table) -> table.deleteRef(dev())),
  MERGE(true, (warehouse, table) -> table.merge(RefName.MAIN).from("dev").commit()),
  FAST_FORWARD(false, (warehouse, table) -> table.fastForward(new RefName("behind"), "dev")),
  CHERRY_PICK(false, (warehouse, table) -> table.cherryPick(RefName.MAIN, "dev")),
  REVERT(false, (warehouse, table) -> table.revert(RefName.MAIN, "main")),
  CHANGE_COLUMNS(
      true, (warehouse, table) -> table.schema(dev()).drop(ColumnPath.of("embedding")).commit()),
  ATTACH_EMBEDDING(
      false,
      (warehouse, table) ->
          table
              .attachEmbedding(dev(), "second", new EmbeddingType(1, Metric.L2))
              .from(rows -> new float[rows.anchors().length][1])),
  COMPACT(true, (warehouse, table) -> table.compact(RefName.MAIN, 1_000).run()),
  MATERIALIZE(true, (warehouse, table) -> table.materializeTombstones(RefName.MAIN, 0).run()),
  REBUILD_INDEX(false, (warehouse, table) -> rebuild(table, 2)),
  REBUILD_INDEX_ANEW(true, (warehouse, table) -> rebuild(table, 4)),
  REFRESH_INDEX(true, (warehouse, table) -> index(table).refresh()),
  PUBLISH_CODES(true, (warehouse, table) -> index(table).publish(8)),
  COMPACT_INDEX(true, (warehouse, table) -> index(table).compact()),
  EXPIRE(false, (warehouse, table) -> table.expire().keep(1).run()),
  COLLECT(
      false,
      (warehouse, table) -> {
        table.deleteRef(dev());
        for (int i = 0; i < 3; i++) {
          table.collect().run();
        }
      }),
  IMPORT_BRANCH(
      false, (warehouse, table) -> table.importBundle(SmallBundle.file(), "imported").run()),
  IMPORT_BRANCH_AGAIN(
      false,
      (warehouse, table) -> table.importBundle(SmallBundle.file(), "gone").from("dev").run()),
  IMPORT_TABLE(
      false,
      (warehouse, table) ->
          warehouse.importBundle(new TableName("demo", "new"), SmallBundle.file()).run()),
  CREATE_TABLE(
      false,
      (warehouse, table) ->
          warehouse.createTable(
              new TableName("demo", "new"), SmallWarehouse.SCHEMA, Map.of("a", "b"))),
  RENAME_TABLE(
      false,
      (warehouse, table) ->
          warehouse.rename(SmallWarehouse.FILMS, new TableName("demo", "movies"))),
  DROP_TABLE(false, (warehouse, table) -> warehouse.drop(SmallWarehouse.FILMS)),
  UNDROP_TABLE(
      false,
      (warehouse, table) ->
          warehouse.undrop(new TableName("demo", "old"), warehouse.hiddenTables().get(0).suffix())),
  PURGE_TABLE(
      false,
      (warehouse, table) ->
          warehouse.purge(new TableName("demo", "old"), warehouse.hiddenTables().get(0).suffix()));

  /** Something to be done. */
  private interface Work {
    void run(Warehouse warehouse, Dataset table);
  }

  private final boolean indexed;
  private final Work work;

  CrashedWork(boolean indexed, Work work) {
    this.indexed = indexed;
    this.work = work;
  }

  /** Makes the tables that the work is done on: the same bytes each time. */
  void prepare(Warehouse warehouse) {
    warehouse.createSchema("demo", Map.of());
    TableName old = new TableName("demo", "old");
    SmallWarehouse.append(
        warehouse.createTable(old, SmallWarehouse.SCHEMA, Map.of()), RefName.MAIN, 0, 3);
    warehouse.drop(old);
    Dataset table =
        warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of("comment", "x"));
    SmallWarehouse.append(table, RefName.MAIN, 0, 30);
    if (indexed) {
      rebuild(table, 3);
    }
    SmallWarehouse.append(table, RefName.MAIN, 30, 50);
    table.createBranch("dev", "main~1");
    table.createBranch("behind", "dev");
    SmallWarehouse.append(table, dev(), 50, 53);
    table.createBranch("gone", "dev");
    table.deleteRef(new RefName("gone"));
    table.delete(RefName.MAIN).where(Predicate.parse("id between 10 and 15"));
  }

  void run(Warehouse warehouse) {
    work.run(warehouse, warehouse.table(SmallWarehouse.FILMS));
  }

  /**
   * Whether it moves refs of the table and the catalog: ended between them, it is done half, says
   * so, and is done when it is asked for again.
   */
  boolean isTwofold() {
    return this == DROP_TABLE || this == UNDROP_TABLE || this == PURGE_TABLE;
  }

  /** Does work that was done half, unless it turns out that it was done. */
  void runAgain(Warehouse warehouse) {
    boolean hidden = warehouse.hiddenTables().stream().anyMatch(table -> isOld(table.name()));
    if (this == DROP_TABLE ? !warehouse.tables("demo").isEmpty() : hidden) {
      run(warehouse);
    }
  }

  private static boolean isOld(TableName name) {
    return name.table().equals("old");
  }

  private static RefName dev() {
    return new RefName("dev");
  }

  private static TableIndex index(Dataset table) {
    return table.index(RefName.MAIN, Optional.empty());
  }

  private static void rebuild(Dataset table, int cells) {
    var unused = index(table).rebuild(IndexOptions.DEFAULT.withCells(cells).withThreads(1));
  }
}
