package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.MissingObject;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreOperation;
import io.dreamdb.store.StoredObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Garbage goes after the grace, and nothing else does. */
class CollectTest {

  private static final RefName DEV = new RefName("dev");

  @TempDir Path folder;
  private Warehouse warehouse;
  private Dataset table;
  private ObjectStore store;
  private Space space;

  private void makeTable(String scheme) {
    String location =
        scheme.equals("memory") ? "memory:collect-" + UUID.randomUUID() : folder.toString();
    warehouse = Warehouse.open(location, Map.of(), SmallWarehouse.options(3));
    warehouse.createSchema("demo", Map.of());
    table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    SmallWarehouse.append(table, RefName.MAIN, 0, 40);
    store = ObjectStores.open(table.location(), Map.of());
    space = Space.open(store, SmallWarehouse.options(4), Space.Caches.of(DatasetOptions.DEFAULT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aDeletedBranchIsGoneAfterTheGrace(String scheme) {
    makeTable(scheme);
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 40, 90);
    table.index(DEV, Optional.empty()).rebuild(IndexOptions.DEFAULT.withCells(3));
    table.delete(DEV).where(Predicate.parse("id < 50"));
    table.deleteRef(DEV);
    Set<String> garbage = Garbage.of(space);
    assertThat(garbage).hasSizeGreaterThan(12);

    CollectResult first = table.collect().run();
    assertThat(first.epoch()).isOne();
    assertThat(first.refs()).isEqualTo(2);
    assertThat(first.deleted()).isZero();
    assertThat(first.young()).isGreaterThanOrEqualTo(garbage.size());
    assertThat(keys()).containsAll(garbage);

    CollectResult second = table.collect().run();
    assertThat(second.deleted()).isEqualTo(first.young());
    assertThat(second.bytes()).isPositive();
    assertThat(keys()).doesNotContainAnyElementsOf(garbage);

    CollectResult third = table.collect().run();
    // What closes a ref is garbage when the ref is carried into the next epoch.
    assertThat(third.deleted()).isOne();
    assertThat(Garbage.of(space)).hasSize(1).allMatch(key -> key.startsWith("manifests/"));
    assertThat(TableFindings.of(table)).isEmpty();
    assertThat(table.snapshot().rowCount()).isEqualTo(40);
    SmallWarehouse.append(table, RefName.MAIN, 40, 90);
    table.createBranch("dev", "main");
    assertThat(table.snapshot("dev").rowCount()).isEqualTo(90);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void allVersionsTagsAndIndexesStay(String scheme) {
    makeTable(scheme);
    table.index(RefName.MAIN, Optional.empty()).rebuild(IndexOptions.DEFAULT.withCells(3));
    table.createTag("v1", "main");
    table.delete(RefName.MAIN).where(Predicate.parse("id between 3 and 30"));
    table.createBranch("dev", "main~1");
    SmallWarehouse.append(table, DEV, 40, 60);
    table.rollback(RefName.MAIN, "main~2");
    List<String> before = answers();
    Set<String> reached = keys();
    reached.removeAll(Garbage.of(space));

    for (int i = 0; i < 4; i++) {
      table.collect().run();
      assertThat(keys()).containsAll(reached);
      table = warehouse.table(SmallWarehouse.FILMS);
      assertThat(answers()).isEqualTo(before);
    }
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aPreviewChangesNothing(String scheme) {
    makeTable(scheme);
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 40, 60);
    table.deleteRef(DEV);
    table.collect().run();
    Set<String> keys = keys();

    CollectResult preview = table.collect().preview();
    assertThat(keys()).isEqualTo(keys);
    assertThat(space.epochs.read().epoch()).isOne();
    CollectResult real = table.collect().run();
    assertThat(preview.epoch()).isEqualTo(real.epoch());
    assertThat(preview.deleted()).isEqualTo(real.deleted()).isPositive();
    assertThat(preview.bytes()).isEqualTo(real.bytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aWriterThatSleptIsRebasedAndWhatItWroteTooLongAgoIsWrittenAgain(String scheme) {
    makeTable(scheme);
    Append sleeper = table.append(RefName.MAIN);
    List<WrittenBatch> written = write(sleeper, 40, 60);
    table.collect().run();
    sleeper.commit(written);
    Append longSleeper = table.append(RefName.MAIN);
    List<WrittenBatch> old = write(longSleeper, 60, 80);
    table.collect().run();
    table.collect().run();
    Append lost = table.append(RefName.MAIN);
    assertThatThrownBy(() -> longSleeper.commit(old))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("collected");
    lost.commit(write(lost, 80, 90));

    assertThat(table.snapshot().rowCount()).isEqualTo(70);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void whatNobodyKnowsStays(String scheme) {
    makeTable(scheme);
    String timeline = table.genesis().toString();
    List<String> strange =
        List.of(
            "notes.txt",
            timeline + "/rows/later/" + timeline,
            "shared/thing/" + timeline,
            "manifests/index/" + timeline,
            timeline + "/rows/batch/" + timeline + ".01");
    strange.forEach(key -> store.put(new ObjectKey(key), ObjectBody.of(new byte[] {1})));
    ObjectKey damaged = new ObjectKey("manifests/" + timeline);
    store.put(damaged, ObjectBody.of(new byte[] {1}));

    table.collect().run();
    CollectResult result = table.collect().run();
    assertThat(result.unknown()).isEqualTo(strange.size() + 1);
    assertThat(keys()).containsAll(strange).contains(damaged.path());
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aMissingObjectEndsItBeforeAnythingIsRemoved(String scheme) {
    makeTable(scheme);
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 40, 60);
    table.deleteRef(DEV);
    table.collect().run();
    StoredManifest head = space.liveHead(RefName.MAIN).stored();
    ObjectKey track =
        ObjectFamily.ROWS_TRACK.key(
            table.genesis(), head.manifest().state().track(Manifest.ROWS_TRACK).orElseThrow());
    store.delete(track);
    Set<String> keys = keys();

    Dataset cold = Dataset.open(table.location());
    assertThatThrownBy(() -> cold.collect().run())
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining(track.path());
    assertThat(keys()).containsAll(keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aTrackOfAnUnknownKindRefusesIt(String scheme) {
    makeTable(scheme);
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 40, 60);
    table.deleteRef(DEV);
    table.collect().run();
    Head head = space.liveHead(RefName.MAIN);
    Manifest before = head.stored().manifest();
    Lineage lineage = before.lineage();
    Manifest strange =
        new Manifest(
            before.genesis(),
            new Lineage(
                lineage.ref(),
                lineage.state(),
                null,
                List.of(head.stored().id()),
                lineage.generation() + 1,
                lineage.timestamp() + 1,
                lineage.depth() + 1,
                head.stored().skipsOfNext()),
            new Retention(1, head.stored().epochFirst(), 0, List.of()),
            before.state().withTrack("graph.1", before.state().track(Manifest.ROWS_TRACK)),
            before.summary(),
            "later",
            CborBytes.copyOf(new byte[16]),
            before.anchors());
    space.refs.move(head.value(), Manifests.write(space.writer(1), strange).id());
    Set<String> keys = keys();

    assertThatThrownBy(() -> table.collect().run())
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("graph.1");
    assertThat(keys()).containsAll(keys);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void aCatalogIsCollectedAsATableIs(String scheme) {
    makeTable(scheme);
    for (int i = 0; i < 12; i++) {
      TableName name = new TableName("demo", "t" + i);
      warehouse.createTable(name, SmallWarehouse.SCHEMA, Map.of());
      warehouse.drop(name);
    }
    String location = table.location();
    String root = location.substring(0, location.indexOf("/demo/"));
    Dataset catalog = Dataset.open(root + "/_catalog");
    assertThat(catalog.collect().run().deleted()).isZero();
    assertThat(catalog.collect().run().deleted()).isZero();
    assertThat(warehouse.tables("demo")).containsExactly(SmallWarehouse.FILMS);
    assertThat(warehouse.hiddenTables()).hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "file"})
  void pagesThatVersionsShareAreReadOnce(String scheme) {
    makeTable(scheme);
    for (int i = 0; i < 60; i++) {
      SmallWarehouse.append(table, RefName.MAIN, 40 + i, 41 + i);
    }
    table.createBranch("dev", "main~20");
    SmallWarehouse.append(table, DEV, 200, 210);
    List<String> read = new ArrayList<>();
    ObjectStore noting =
        new FaultyObjectStore(
            store,
            (operation, target) -> {
              if (operation == StoreOperation.READ && !target.startsWith("manifests/")) {
                read.add(target);
              }
              return Fault.NONE;
            },
            1);
    DatasetOptions uncached =
        new DatasetOptions(
            DatasetOptions.DEFAULT.verification(),
            0,
            Isolation.SERIALIZABLE,
            0,
            DatasetOptions.Retry.DEFAULT,
            DatasetOptions.DEFAULT.entropy());
    Space cold = Space.open(noting, uncached, Space.Caches.of(uncached));
    read.clear();
    CollectResult result = new Dataset(cold, Map.of()).collect().preview();

    read.removeIf(key -> key.startsWith("genesis/"));
    assertThat(read).doesNotHaveDuplicates().hasSizeGreaterThan(100);
    assertThat(read.size()).isLessThan((int) result.objects());
    assertThat(read).noneMatch(key -> key.contains("/batch/") || key.contains("/vector/"));
  }

  static List<WrittenBatch> write(Append append, int from, int to) {
    try (var writer = append.writer()) {
      writer.write(SmallWarehouse.rows(from, to));
      return writer.finish();
    }
  }

  private List<String> answers() {
    List<String> answers = new ArrayList<>();
    for (RefInfo ref : table.refs()) {
      table
          .history(ref.name())
          .forEachRemaining(version ->
              answers.add(
                  version.version()
                      + " "
                      + rows(version.scan())
                      + version.search(SearchRequest.near(new float[] {3, 4}).withK(5)).hits()));
    }
    return answers;
  }

  private static long rows(Scan scan) {
    long rows = 0;
    var blocks = scan.rows();
    while (blocks.hasNext()) {
      rows += blocks.next().anchors().length;
    }
    return rows;
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    for (StoredObject object : store.listAll("")) {
      keys.add(object.key().path());
    }
    return keys;
  }
}
