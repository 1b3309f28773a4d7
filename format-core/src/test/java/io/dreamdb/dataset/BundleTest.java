package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = folder.resolve("films.bundle");
  }

  private Dataset films() {
    return SmallWarehouse.make(folder.resolve("lake"));
  }

  private Dataset elsewhere(String name) {
    Path place = folder.resolve(name);
    var unused =
        Dataset.importBundle(file, place.toString(), Map.of(), DatasetOptions.DEFAULT).run();
    return Dataset.open(place.toString());
  }

  @Test
  void aBundleWithHistoryMakesTheSameTableElsewhere() {
    Dataset table = films();
    update(table);
    table.expire().keep(4).run();
    table.collect().run();
    table.collect().run();
    SmallWarehouse.append(table, RefName.MAIN, 300, 310);
    CloneResult written = table.exportBundle(file).run();
    Dataset copy = elsewhere("copy");

    assertThat(written.refs()).isEqualTo(3);
    assertThat(copy.genesis()).isEqualTo(table.genesis());
    assertThat(copy.refs().stream().map(RefInfo::name))
        .containsExactlyElementsOf(table.refs().stream().map(RefInfo::name).toList());
    for (String pointer : List.of("main", "main~1", "main~2", "main~3", "dev", "v1")) {
      assertThat(copy.snapshot(pointer).version()).isEqualTo(table.snapshot(pointer).version());
      assertThat(rows(copy.snapshot(pointer))).isEqualTo(rows(table.snapshot(pointer)));
    }
    assertThat(copy.snapshot().line()).toIterable().hasSize(5);
    assertThat(table.snapshot().line()).toIterable().hasSize(5);
    goOn(copy);
  }

  @Test
  void theStateOfAVersionMakesATableWithoutHistory() {
    Dataset table = films();
    table.collect().run();
    var unused = table.exportBundle(file).version("dev").run();
    Dataset copy = elsewhere("copy");

    assertThat(copy.refs()).hasSize(1);
    assertThat(copy.snapshot().version()).isEqualTo(table.snapshot("dev").version());
    assertThat(rows(copy.snapshot())).isEqualTo(rows(table.snapshot("dev")));
    assertThatThrownBy(() -> copy.snapshot("main~1")).isInstanceOf(InvalidInput.class);
    goOn(copy);
  }

  @Test
  void theSameVersionsGiveTheSameBytes() throws IOException {
    Dataset table = films();
    Path second = folder.resolve("second.bundle");
    var unused = table.exportBundle(file).run();
    unused = table.exportBundle(second).run();
    assertThat(file).hasSameBinaryContentAs(second);

    Path named = folder.resolve("named.bundle");
    Path tagged = folder.resolve("tagged.bundle");
    table.createTag("v2", "main");
    unused = table.exportBundle(named).version("main").run();
    unused = table.exportBundle(tagged).version("v2").run();
    assertThat(named).hasSameBinaryContentAs(tagged);
    var unchecked =
        elsewhere("copy").exportBundle(folder.resolve("again.bundle")).version("main~0").run();
    assertThat(folder.resolve("again.bundle")).hasSameBinaryContentAs(named);
    assertThat(Files.size(named)).isLessThan(Files.size(file));
  }

  @Test
  void anImportIntoAnotherTableIsABranchThatSaysWhereItComesFrom() {
    Dataset table = films();
    update(table);
    var unused = table.exportBundle(file).version("main").run();
    Dataset other = IndexedTable.create(folder.resolve("other").toString(), DatasetOptions.DEFAULT);
    IndexedTable.append(other, RefName.MAIN, 0, 10);
    CommitResult made = other.importBundle(file, "films").run();

    assertThat(made.summary().operation()).isEqualTo("import");
    assertThat(made.summary().rowsLive()).isEqualTo(table.snapshot().rowCount());
    assertThat(other.snapshot().rowCount()).isEqualTo(10);
    Snapshot films = other.snapshot("films");
    assertThat(films.version()).isEqualTo(made.version());
    assertThat(rows(films)).isEqualTo(rows(table.snapshot()));
    assertThat(films.schema()).isEqualTo(table.snapshot().schema());
    Space space =
        Space.open(
            ObjectStores.open(other.location(), Map.of()),
            DatasetOptions.DEFAULT,
            Space.Caches.of(DatasetOptions.DEFAULT));
    Manifest manifest = space.liveHead(new RefName("films")).stored().manifest();
    assertThat(manifest.state().registry().get("dreamdb.origin"))
        .contains(CborBytes.copyOf(table.snapshot().version().toBytes()));
    assertThat(films.line()).toIterable().hasSize(1);
    assertThatThrownBy(() -> other.importBundle(file, "films").run())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'films'", "already");
    assertThatThrownBy(() -> other.merge(RefName.MAIN).from("films").commit())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("no version in common");
    assertClean(other);
    SmallWarehouse.append(other, new RefName("films"), 400, 420);
    assertThat(other.snapshot("films").rowCount()).isEqualTo(table.snapshot().rowCount() + 20);
    other.deleteRef(new RefName("films"));
    CommitResult again = other.importBundle(file, "films").run();
    assertThat(other.snapshot("films").line()).toIterable().hasSize(1);
    assertThat(again.summary().objectsAdded()).isZero();
    assertClean(other);
  }

  @Test
  void whatWasExportedOfACollectedTableComesIntoOthersOfAnyEpochAndBackIntoItself() {
    Dataset table = IndexedTable.make(folder.resolve("indexed"));
    table.collect().run();
    IndexedTable.append(table, RefName.MAIN, 5_000, 5_000 + IndexedTable.PACKED);
    IndexedTable.delete(table, "id between 5010 and 5020");
    table.collect().run();
    IndexedTable.append(table, RefName.MAIN, 7_000, 7_010);
    var unused = table.exportBundle(file).version("main").run();
    Snapshot origin = table.snapshot();
    List<Object> rows = ids(origin);
    List<SearchResult> found = searches(origin);
    IndexedTable.rebuild(table, 20);
    table.rollback(RefName.MAIN, "main~6");
    table.expire().keep(1).run();
    table.collect().run();
    table.collect().run();
    table.collect().run();

    Dataset lower = SmallWarehouse.make(folder.resolve("lower"));
    Dataset higher = SmallWarehouse.make(folder.resolve("higher"));
    for (int i = 0; i < 9; i++) {
      higher.collect().run();
    }
    for (Dataset each : List.of(table, lower, higher)) {
      var made = each.importBundle(file, "imported").run();
      for (int collections = 0; collections < 3; collections++) {
        assertThat(ids(each.snapshot("imported"))).isEqualTo(rows);
        assertThat(hits(searches(each.snapshot("imported")))).isEqualTo(hits(found));
        each.collect().run();
      }
      IndexedTable.append(each, new RefName("imported"), 8_000, 8_000 + IndexedTable.PACKED);
      assertThat(each.snapshot("imported").rowCount())
          .isEqualTo(rows.size() + (long) IndexedTable.PACKED);
      assertClean(each);
    }
  }

  @Test
  void anImportGoesBesideCollectionsThatOvertakeIt() {
    Dataset table = films();
    var unused = table.exportBundle(file).run();
    for (int collections = 1; collections <= 4; collections++) {
      Dataset other = SmallWarehouse.make(folder.resolve("lake" + collections));
      int count = collections;
      boolean[] done = {false};
      CommitResult made =
          other
              .importBundle(file, "taken")
              .from("dev")
              .onProgress(sofar -> {
                for (int i = 0; !done[0] && i < count; i++) {
                  other.collect().run();
                }
                done[0] = true;
              })
              .run();
      assertThat(made.attempts()).isEqualTo(2);
      assertThat(rows(other.snapshot("taken"))).isEqualTo(rows(table.snapshot("dev")));
      other.collect().run();
      other.collect().run();
      assertThat(rows(other.snapshot("taken"))).isEqualTo(rows(table.snapshot("dev")));
      assertClean(other);
    }
  }

  @Test
  void aTableThatIsDroppedDuringAnImportStaysDropped() {
    Dataset table = films();
    var unused = table.exportBundle(file).run();
    try (Warehouse warehouse = Warehouse.open(folder.resolve("lake").toString())) {
      boolean[] done = {false};
      BranchImport late =
          table
              .importBundle(file, "late")
              .onProgress(sofar -> {
                if (!done[0]) {
                  warehouse.drop(SmallWarehouse.FILMS);
                }
                done[0] = true;
              });
      assertThatThrownBy(late::run)
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("was dropped");
    }
  }

  @Test
  void aWarehouseGetsATableByName() {
    Dataset table = films();
    var unused = table.exportBundle(file).run();
    try (Warehouse warehouse = Warehouse.open(folder.resolve("other").toString())) {
      TableName name = new TableName("demo", "films");
      assertThatThrownBy(() -> warehouse.importBundle(name, file).run())
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("no schema 'demo'");
      warehouse.createSchema("demo", Map.of());
      assertThat(warehouse.importBundle(name, file).preview().copied()).isPositive();
      assertThat(warehouse.find(name)).isEmpty();
      unused = warehouse.importBundle(name, file).run();
      assertThat(rows(warehouse.table(name).snapshot())).isEqualTo(rows(table.snapshot()));
      assertThat(warehouse.hiddenTables()).isEmpty();
      assertThatThrownBy(() -> warehouse.importBundle(name, file).run())
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("already");
      // The same timeline under two names are two tables.
      warehouse.rename(name, new TableName("demo", "first"));
      unused = warehouse.importBundle(name, file).run();
      SmallWarehouse.append(warehouse.table(name), RefName.MAIN, 500, 510);
      assertThat(warehouse.table(new TableName("demo", "first")).snapshot().rowCount())
          .isEqualTo(table.snapshot().rowCount());
      assertThat(warehouse.table(name).snapshot().rowCount())
          .isEqualTo(table.snapshot().rowCount() + 10);
    }
  }

  @Test
  void aWarehouseGoesOnWithAnImportThatWasStopped() {
    Dataset table = films();
    var unused = table.exportBundle(file).run();
    try (Warehouse warehouse = Warehouse.open(folder.resolve("other").toString())) {
      warehouse.createSchema("demo", Map.of());
      TableName name = new TableName("demo", "films");
      TableImport stopped =
          warehouse
              .importBundle(name, file)
              .onProgress(sofar -> {
                if (sofar.copied() == 9) {
                  throw new IllegalStateException("stopped");
                }
              });
      assertThatThrownBy(stopped::run).hasMessage("stopped");
      assertThat(warehouse.find(name)).isEmpty();
      assertThat(warehouse.hiddenTables()).hasSize(1);
      CloneResult rest = warehouse.importBundle(name, file).run();
      assertThat(rest.present()).isEqualTo(9);
      assertThat(warehouse.hiddenTables()).isEmpty();
      assertThat(rows(warehouse.table(name).snapshot())).isEqualTo(rows(table.snapshot()));
    }
  }

  @Test
  void anExportThatWasStoppedGoesOnAndGivesTheSameBytes() throws IOException {
    Dataset table = films();
    Path whole = folder.resolve("whole.bundle");
    CloneResult all = table.exportBundle(whole).run();
    Path part = folder.resolve("films.bundle.part");
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length += 4_001) {
      Files.write(part, Arrays.copyOf(bytes, length));
      CloneResult rest = table.exportBundle(file).run();
      assertThat(rest.present() + rest.copied()).isEqualTo(all.copied());
      assertThat(file).hasSameBinaryContentAs(whole);
      assertThat(part).doesNotExist();
      Files.delete(file);
    }
    bytes[bytes.length / 2] ^= 1;
    Files.write(part, bytes);
    assertThat(table.exportBundle(file).run().present()).isBetween(1L, all.copied() - 1);
    assertThat(file).hasSameBinaryContentAs(whole);
    assertThatThrownBy(() -> table.exportBundle(file).run())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("already");
  }

  @Test
  void aStoppedExportKeepsWhatItWroteThoughOthersCommit() throws IOException {
    Dataset table = films();
    CloneResult all = table.exportBundle(file).run();
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    Files.write(folder.resolve("films.bundle.part"), bytes);
    SmallWarehouse.append(table, RefName.MAIN, 300, 310);
    assertThat(table.exportBundle(file).run().present()).isEqualTo(all.copied());
    assertThat(rows(elsewhere("copy").snapshot())).isEqualTo(rows(table.snapshot()));
  }

  private static void update(Dataset table) {
    RowDelta delta = table.rowDelta(RefName.MAIN);
    var rows = delta.snapshot().scan().anchors(0, Long.MAX_VALUE).rows();
    long[] anchors = {rows.next().anchors()[5]};
    var unused = delta.replace(anchors, SmallWarehouse.rows(90, 91));
  }

  /** What others would do next. */
  private static void goOn(Dataset table) {
    long rows = table.snapshot().rowCount();
    SmallWarehouse.append(table, RefName.MAIN, 600, 620);
    table.delete(RefName.MAIN).where(Predicate.parse("id = 601"));
    table.createBranch("next", "main");
    table.collect().run();
    table.collect().run();
    assertThat(table.snapshot("next").rowCount()).isEqualTo(rows + 19);
    assertClean(table);
  }

  private static List<SearchResult> searches(Snapshot snapshot) {
    List<SearchResult> found = new ArrayList<>();
    for (int id : List.of(5, 950, 2_015, 5_015, 4_001)) {
      SearchRequest request =
          SearchRequest.near(Objects.requireNonNull(IndexedTable.vector(id))).withProbes(3);
      found.add(snapshot.search(request));
    }
    return found;
  }

  private static List<Object> hits(List<SearchResult> results) {
    return results.stream().<Object>map(SearchResult::hits).toList();
  }

  private static List<Object> rows(Snapshot snapshot) {
    return read(snapshot, 3);
  }

  private static List<Object> ids(Snapshot snapshot) {
    return read(snapshot, 1);
  }

  private static List<Object> read(Snapshot snapshot, int columns) {
    List<Object> rows = new ArrayList<>();
    snapshot
        .scan()
        .rows()
        .forEachRemaining(block -> {
          for (int i = 0; i < block.anchors().length; i++) {
            rows.add(block.anchors()[i] + " " + block.rows().row(i).subList(0, columns));
          }
        });
    return rows;
  }

  static void assertClean(Dataset each) {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(each.location(), Map.of())) {
      verify.all(findings::add);
    }
    assertThat(findings).isEmpty();
  }
}
