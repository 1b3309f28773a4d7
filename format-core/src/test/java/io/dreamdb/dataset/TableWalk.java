package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

/**
 * Runs random statements on a table and on plain collections, and compares both after each. The
 * seed decides everything.
 */
final class TableWalk {

  private static final TableName NAME = new TableName("demo", "walk");

  final Random random;
  final Map<String, String> storeOptions;
  final ModelRefs refs;
  final ModelGraph graph = new ModelGraph();
  final VersionCheck versions;
  final Space space;

  /** All rows that were ever added, by id. */
  final Map<Long, ModelRow> rows = new HashMap<>();

  private final long seed;
  private final boolean collections;
  private final DatasetOptions options;
  private final Warehouse warehouse;
  private final RefRules rules;
  private final RowWalk rowWalk;
  private final RefWalk refWalk;
  private final LayoutWalk layoutWalk;
  private final MergeWalk mergeWalk;
  private final CollectionWalk collectionWalk;
  private TableName name = NAME;
  private Dataset table;
  private String step = "create";

  /**
   * @param storeOptions for the store at the location
   * @param collections whether the epoch rises now and then
   */
  TableWalk(String location, Map<String, String> storeOptions, long seed, boolean collections) {
    this.storeOptions = storeOptions;
    this.seed = seed;
    this.random = new Random(seed);
    this.collections = collections;
    this.options =
        new DatasetOptions(
            DatasetOptions.DEFAULT.verification(),
            DatasetOptions.DEFAULT.cacheBytes(),
            Isolation.SERIALIZABLE,
            0,
            new DatasetOptions.Retry(100, Duration.ZERO, Duration.ZERO),
            new SeededEntropy(seed));
    this.warehouse = Warehouse.open(location, storeOptions, options);
    warehouse.createSchema("demo", Map.of());
    this.table = warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of("comment", "a walk"));
    var store = ObjectStores.open(table.location(), storeOptions);
    this.space = Space.open(store, options, Space.Caches.of(options));
    this.versions = new VersionCheck(space, new Random(seed + 1), rows);
    this.rules = new RefRules(space, new ReachedKeys(store, options));
    ModelVersion created = created(table.snapshot());
    graph.add(created, List.of());
    this.refs = new ModelRefs(random, created);
    this.rowWalk = new RowWalk(this);
    this.refWalk = new RefWalk(this, rowWalk);
    this.layoutWalk = new LayoutWalk(this, rowWalk);
    this.mergeWalk = new MergeWalk(this);
    this.collectionWalk = new CollectionWalk(this, rowWalk);
  }

  private static ModelVersion created(Snapshot first) {
    return new ModelVersion(
        first.version(),
        first.timeNanos(),
        "create",
        0,
        0,
        List.of(),
        new TreeSet<>(),
        first.properties());
  }

  /** Runs statements and checks after each; a failure names the seed and the statement. */
  void run(int statements) {
    for (int i = 0; i < statements; i++) {
      try {
        statement();
        checkAll();
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed + ", statement " + i + ": " + step, e);
      }
    }
  }

  private void statement() {
    switch (random.nextInt(collections ? 38 : 31)) {
      case 0, 1, 2, 3 -> rowWalk.append(refs.branch());
      case 4, 5 -> rowWalk.deleteWhere(refs.branch());
      case 6 -> rowWalk.deleteAnchors(refs.branch());
      case 7 -> refWalk.createBranch();
      case 8 -> refWalk.createTag();
      case 9 -> refWalk.deleteRef();
      case 10, 11 -> refWalk.rollback(refs.branch());
      case 12 -> refWalk.properties(refs.branch());
      case 13 -> rename();
      case 14 -> dropAndTakeBack();
      case 15 -> rowWalk.twoWriters(refs.branch());
      case 16 -> rowWalk.refused(refs.branch());
      case 17 -> reopen();
      case 18, 19 -> layoutWalk.rebuildIndex(refs.branch());
      case 20 -> layoutWalk.changeIndex(refs.branch());
      case 21 -> layoutWalk.compact(refs.branch());
      case 22, 23 -> rowWalk.update(refs.branch());
      case 24, 25, 26 -> mergeWalk.merge(refs.branch(), refs.branch());
      case 27 -> mergeWalk.fastForward(refs.branch(), refs.branch());
      case 28, 29 -> mergeWalk.cherryPick(refs.branch(), refs.pointer());
      case 30 -> mergeWalk.revert(refs.branch());
      case 31 -> collectionWalk.raise();
      case 32 -> collectionWalk.carry();
      case 33, 34 -> collectionWalk.collect();
      case 35, 36 -> collectionWalk.expire(refs.branch());
      default -> collectionWalk.appendOverCollections(refs.branch());
    }
  }

  private void rename() {
    TableName to = name.equals(NAME) ? new TableName("demo", "other") : NAME;
    say("rename to " + to);
    warehouse.rename(name, to);
    assertThat(warehouse.tables("demo")).containsExactly(to);
    name = to;
    table = warehouse.table(name);
  }

  private void dropAndTakeBack() {
    say("drop and take back");
    Dataset before = table;
    Append late = before.append(RefName.MAIN);
    List<WrittenBatch> written = rowWalk.write(late, new ArrayList<>());
    warehouse.drop(name);
    assertThat(warehouse.find(name)).isEmpty();
    for (Runnable change :
        List.<Runnable>of(
            () -> late.commit(written),
            () -> before.append(RefName.MAIN),
            () -> before.createBranch("late", "main"),
            () -> before.rollback(RefName.MAIN, "main"))) {
      assertThatThrownBy(change::run).isInstanceOf(Conflict.class).hasMessageContaining("dropped");
    }
    rules.check();
    HiddenTable hidden = warehouse.hiddenTables().get(0);
    warehouse.undrop(name, hidden.suffix());
    table = warehouse.table(name);
  }

  void reopen() {
    say("open again");
    table = Dataset.open(table.location(), storeOptions, options);
  }

  private void checkAll() {
    rules.check();
    assertThat(table.refs().stream().map(ref -> ref.name().text()))
        .containsExactlyInAnyOrderElementsOf(refs.names());
    String branch = refs.branch();
    versions.check(table.snapshot(branch), refs.head(branch));
    ModelRefs.Pointed any = refs.pointer();
    Snapshot found = table.snapshot(any.text());
    versions.check(found, any.line().get(any.line().size() - 1));
    assertThat(found.depth()).isEqualTo(any.line().size() - 1);
    checkTimeTravel(branch);
    List<Object> line = new ArrayList<>();
    table
        .history(new RefName(branch))
        .forEachRemaining(snapshot -> line.add(0, snapshot.version()));
    assertThat(line)
        .isEqualTo(
            refs.line(branch).stream()
                .skip(refs.expired(branch))
                .map(version -> (Object) version.id())
                .toList());
  }

  private void checkTimeTravel(String branch) {
    List<ModelVersion> line = refs.line(branch);
    int at = refs.visible(branch);
    ModelVersion version = line.get(at);
    RefName ref = new RefName(branch);
    assertThat(table.snapshotAt(ref, version.timeNanos()).version()).isEqualTo(version.id());
    if (at > refs.expired(branch)) {
      assertThat(table.snapshotAt(ref, version.timeNanos() - 1).version())
          .isEqualTo(line.get(at - 1).id());
    } else {
      assertThatThrownBy(() -> table.snapshotAt(ref, version.timeNanos() - 1))
          .isInstanceOf(InvalidInput.class);
    }
  }

  /** Adds what a branch has now to the model, and compares both. */
  void push(String branch, ModelVersion version) {
    push(branch, version, List.of());
  }

  /** The same of a version with more parents. */
  void push(String branch, ModelVersion version, List<ModelVersion> merged) {
    List<ModelVersion> from = new ArrayList<>(List.of(refs.head(branch)));
    from.addAll(merged);
    graph.add(version, from);
    refs.add(branch, version);
    versions.check(table.snapshot(branch), version);
  }

  /** A branch moved on to a version of another's line, or lost history with a merge. */
  void moved(String branch, List<ModelVersion> line) {
    long floor = space.liveHead(new RefName(branch)).stored().manifest().retention().floor();
    int cut = 0;
    while (cut < line.size() - 1 && versions.isOlder(line.get(cut), floor)) {
      cut++;
    }
    refs.put(branch, line, cut);
  }

  Dataset table() {
    return table;
  }

  boolean expires() {
    return collections;
  }

  void say(String what) {
    step = what;
  }

  /** The statement that is running. */
  String step() {
    return step;
  }
}
