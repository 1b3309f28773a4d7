package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {

  private static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(12, "title", PrimitiveType.STRING),
          Field.nullable(13, "embedding", new EmbeddingType(2, Metric.L2)));
  private static final TableName FILMS = new TableName("demo", "films");

  @TempDir Path folder;
  private Warehouse warehouse;
  private Dataset films;

  @BeforeEach
  void makeTable() {
    warehouse = Warehouse.open(folder.toString());
    warehouse.createSchema("demo", Map.of());
    films = warehouse.createTable(FILMS, SCHEMA, Map.of("comment", "a test"));
  }

  @Test
  void whatWasAppendedIsScannedInOrder() {
    append(0, 5);
    append(5, 8);

    Snapshot snapshot = warehouse.table(FILMS).snapshot();

    assertThat(ids(snapshot)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(snapshot.rowCount()).isEqualTo(8);
    assertThat(snapshot.properties()).containsEntry("comment", "a test");
  }

  @Test
  void aSearchFindsTheNearestRows() {
    append(0, 100);

    SearchResult result = films.snapshot().search(SearchRequest.near(40.2f, 0).withK(3));

    assertThat(result.hits()).extracting(SearchResult.Hit::distance).isSorted();
    assertThat(idsOf(films.snapshot(), result)).containsExactly(40L, 41L, 39L);
  }

  @Test
  void deletedRowsAreNeitherScannedNorFound() {
    append(0, 100);
    String before = films.snapshot().version().toString();

    CommitResult result =
        films
            .delete(RefName.MAIN)
            .by("ann")
            .because("tidy")
            .where(Predicate.parse("id between 40 and 41"));

    assertThat(result.summary().rowsDeleted()).isEqualTo(2);
    Snapshot after = films.snapshot();
    assertThat(after.rowCount()).isEqualTo(98);
    assertThat(idsOf(after, after.search(SearchRequest.near(40.2f, 0).withK(3))))
        .containsExactly(39L, 42L, 38L);
    assertThat(after.tombstones().next().operation().actor()).isEqualTo("ann");
    assertThat(films.snapshot(before).rowCount()).isEqualTo(100);
    assertThat(films.snapshot("main~1").version().toString()).isEqualTo(before);
    assertThat(films.snapshot(before.substring(0, 8)).version().toString()).isEqualTo(before);
  }

  @Test
  void aFilterActsInsideASearch() {
    append(0, 100);

    SearchResult result =
        films
            .snapshot()
            .search(SearchRequest.near(40, 0).withK(2).withFilter(Predicate.parse("id >= 90")));

    assertThat(idsOf(films.snapshot(), result)).containsExactly(90L, 91L);
  }

  @Test
  void aBranchGoesItsOwnWay() {
    append(0, 3);
    films.createBranch("dev", "main");
    append(new RefName("dev"), 3, 5);
    append(5, 6);

    assertThat(ids(films.snapshot("dev"))).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
    assertThat(ids(films.snapshot())).containsExactlyInAnyOrder(0L, 1L, 2L, 5L);
    assertThat(films.refs()).extracting(ref -> ref.name().text()).containsExactly("dev", "main");
    films.deleteRef(new RefName("dev"));
    assertThat(films.refs()).hasSize(1);
    assertThatThrownBy(() -> films.snapshot("dev"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'dev'");
    films.createBranch("dev", "main~1");
    assertThat(ids(films.snapshot("dev"))).containsExactly(0L, 1L, 2L);
  }

  @Test
  void aRollbackIsANewVersionOnTop() {
    append(0, 3);
    append(3, 6);
    films.delete(RefName.MAIN).where(Predicate.parse("id = 0"));

    films.rollback(RefName.MAIN, "main~2");
    assertThat(ids(films.snapshot())).containsExactly(0L, 1L, 2L);
    films.rollback(RefName.MAIN, "main~1");
    assertThat(ids(films.snapshot())).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(films.snapshot().depth()).isEqualTo(5);
  }

  @Test
  void twoAppendsThatBeganTogetherBothStay() {
    Append first = films.append(RefName.MAIN);
    Append second = films.append(RefName.MAIN);

    assertThat(first.rows(List.of(rows(0, 2))).attempts()).isEqualTo(1);
    assertThat(second.rows(List.of(rows(2, 4))).attempts()).isEqualTo(2);

    assertThat(ids(films.snapshot())).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void aDeleteIsRefusedWhereOthersAddedMatchingRows() {
    append(0, 3);
    Delete delete = films.delete(RefName.MAIN);
    Delete other = films.delete(RefName.MAIN);
    append(3, 6);

    assertThatThrownBy(() -> delete.where(Predicate.parse("id > 1")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("rows that match");
    assertThat(other.where(Predicate.parse("id < 1")).summary().rowsDeleted()).isEqualTo(1);
  }

  @Test
  void aDroppedTableRefusesItsWritersAndComesBack() {
    append(0, 3);
    Append late = films.append(RefName.MAIN);

    warehouse.drop(FILMS);

    assertThatThrownBy(() -> late.rows(List.of(rows(3, 4))))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("dropped");
    assertThat(warehouse.find(FILMS)).isEmpty();
    HiddenTable hidden = warehouse.hiddenTables().get(0);
    warehouse.undrop(FILMS, hidden.suffix());
    assertThat(ids(warehouse.table(FILMS).snapshot())).containsExactly(0L, 1L, 2L);
    append(3, 4);
    assertThat(ids(warehouse.table(FILMS).snapshot())).hasSize(4);
  }

  @Test
  void aTableIsRenamedByOneCommitOfTheCatalog() {
    append(0, 3);
    warehouse.rename(FILMS, TableName.parse("demo.movies"));

    assertThat(warehouse.tables("demo")).containsExactly(TableName.parse("demo.movies"));
    assertThat(ids(warehouse.table(TableName.parse("Demo.MOVIES")).snapshot())).hasSize(3);
  }

  @Test
  void wrongVectorsAreRefusedWithColumnAndRow() {
    ColumnBuilder embedding = ColumnBuilder.of(SCHEMA.find("embedding").orElseThrow().type());
    embedding.append(new float[] {1, 2});
    embedding.append(new float[] {Float.NaN, 2});
    RowBlock block =
        new RowBlock(
            SCHEMA, 2, List.of(column("id", 0L, 1L), column("title", "a", "b"), embedding.build()));

    assertThatThrownBy(() -> films.append(RefName.MAIN).rows(List.of(block)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("embedding")
        .hasMessageContaining("1");
    assertThat(films.snapshot().rowCount()).isZero();
  }

  private void append(int from, int to) {
    append(RefName.MAIN, from, to);
  }

  private void append(RefName branch, int from, int to) {
    films.append(branch).rows(List.of(rows(from, to)));
  }

  private static RowBlock rows(int from, int to) {
    Object[] ids = LongStream.range(from, to).boxed().toArray();
    Object[] titles = LongStream.range(from, to).mapToObj(id -> "film " + id).toArray();
    Object[] vectors = LongStream.range(from, to).mapToObj(id -> new float[] {id, 0}).toArray();
    return new RowBlock(
        SCHEMA,
        to - from,
        List.of(column("id", ids), column("title", titles), column("embedding", vectors)));
  }

  private static Column column(String name, Object... values) {
    ColumnBuilder builder = ColumnBuilder.of(SCHEMA.find(name).orElseThrow().type());
    for (Object value : values) {
      builder.append(value);
    }
    return builder.build();
  }

  private static List<Long> ids(Snapshot snapshot) {
    List<Long> ids = new ArrayList<>();
    Iterator<Scan.ScannedRows> blocks =
        snapshot.scan().columns(SCHEMA.select(List.of("id"))).rows();
    while (blocks.hasNext()) {
      RowBlock block = blocks.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        ids.add((Long) block.row(i).get(0));
      }
    }
    return ids;
  }

  private static List<Long> idsOf(Snapshot snapshot, SearchResult result) {
    long[] anchors = result.hits().stream().mapToLong(SearchResult.Hit::anchor).toArray();
    RowBlock rows = snapshot.lookup(anchors, SCHEMA.select(List.of("id")));
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < rows.rows(); i++) {
      ids.add((Long) rows.row(i).get(0));
    }
    return ids;
  }
}
