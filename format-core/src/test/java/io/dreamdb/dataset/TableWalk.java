package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Runs random statements on a table and on plain collections, and compares both after each. The
 * seed decides everything.
 */
final class TableWalk {

  private static final TableName NAME = new TableName("demo", "walk");

  private final long seed;
  private final Random random;
  private final boolean collections;
  private final DatasetOptions options;
  private final Map<String, String> storeOptions;
  private final Warehouse warehouse;
  private final Map<Long, ModelRow> rows = new HashMap<>();
  private final TreeMap<String, List<ModelVersion>> branches = new TreeMap<>();
  private final TreeMap<String, List<ModelVersion>> tags = new TreeMap<>();

  /** How many versions at the beginning of a ref's line are expired there: those before a tag's. */
  private final Map<String, Integer> expired = new HashMap<>();

  private final ModelGraph graph = new ModelGraph();
  private final MergeWalk merging;
  private final VersionCheck versions;
  private final Space space;
  private final RefRules rules;
  private TableName name = NAME;
  private Dataset table;
  private String step = "create";
  private long nextId;

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
    this.merging = new MergeWalk(this, random, graph, versions);
    Snapshot first = table.snapshot();
    ModelVersion created =
        new ModelVersion(
            first.version(),
            first.timeNanos(),
            "create",
            0,
            0,
            List.of(),
            new TreeSet<>(),
            first.properties());
    graph.add(created, List.of());
    branches.put("main", List.of(created));
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
      case 0, 1, 2, 3 -> append(branch());
      case 4, 5 -> deleteWhere(branch());
      case 6 -> deleteAnchors(branch());
      case 7 -> createBranch();
      case 8 -> createTag();
      case 9 -> deleteRef();
      case 10, 11 -> rollback(branch());
      case 12 -> properties(branch());
      case 13 -> rename();
      case 14 -> dropAndTakeBack();
      case 15 -> twoWriters(branch());
      case 16 -> refused(branch());
      case 17 -> reopen();
      case 18, 19 -> rebuildIndex(branch());
      case 20 -> changeIndex(branch());
      case 21 -> compact(branch());
      case 22, 23 -> update(branch());
      case 24, 25, 26 -> merging.merge(branch(), branch());
      case 27 -> merging.fastForward(branch(), branch());
      case 28, 29 -> merging.cherryPick(branch(), pointer());
      case 30 -> merging.revert(branch());
      case 31 -> raise();
      case 32 -> carry();
      case 33, 34 -> collect();
      case 35, 36 -> expire(branch());
      default -> appendOverCollections(branch());
    }
  }

  private void append(String branch) {
    say("append to " + branch);
    Append append = table.append(new RefName(branch));
    List<List<Long>> batches = new ArrayList<>();
    List<WrittenBatch> written = write(append, batches);
    CommitResult result = append.commit(written);
    appended(branch, result, batches, 1);
  }

  /** A task writes, the epoch rises twice, then its batches are committed. */
  private void appendOverCollections(String branch) {
    int times = 1 + random.nextInt(3);
    say("append to " + branch + " over " + times + " collections");
    Append append = table.append(new RefName(branch));
    List<List<Long>> batches = new ArrayList<>();
    List<WrittenBatch> written = write(append, batches);
    boolean moved = false;
    for (int i = 0; i < times; i++) {
      long epoch = space.epochs.raise().epoch();
      if (random.nextInt(4) != 0) {
        table.moves().carried(new RefName(branch), epoch);
        moved = true;
      }
    }
    CommitResult result = append.commit(written);
    appended(branch, result, batches, moved ? 2 : 1);
  }

  private void appended(
      String branch, CommitResult result, List<List<Long>> batches, int attempts) {
    Snapshot now = table.snapshot(branch);
    assertThat(result.attempts()).isEqualTo(attempts);
    assertThat(result.version()).isEqualTo(now.version());
    push(branch, head(branch).append(now, batches));
  }

  /** Batches of one to three tasks, which know no more than bytes tell them. */
  private List<WrittenBatch> write(Append append, List<List<Long>> batches) {
    List<WrittenBatch> written = new ArrayList<>();
    int tasks = 1 + random.nextInt(3);
    for (int task = 0; task < tasks; task++) {
      List<ModelRow> mine = new ArrayList<>();
      int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 150 : 12);
      for (int i = 0; i < count; i++) {
        ModelRow row = ModelRow.random(random, nextId++);
        rows.put(row.id(), row);
        mine.add(row);
      }
      batches.add(mine.stream().map(ModelRow::id).toList());
      WritePlan plan = WritePlan.decode(append.plan().encode(), storeOptions);
      try (TaskWriter writer = TaskWriter.open(plan, new ParquetRowBatchCodec())) {
        int half = random.nextInt(count + 1);
        writer.write(ModelRow.block(mine.subList(0, half)));
        writer.write(ModelRow.block(mine.subList(half, count)));
        writer.finish().forEach(batch -> written.add(WrittenBatch.decode(batch.encode())));
      }
    }
    return written;
  }

  private void deleteWhere(String branch) {
    ModelFilter filter = ModelFilter.random(random, nextId);
    say("delete from " + branch + " where " + filter.text());
    TreeSet<Long> ids = new TreeSet<>(head(branch).live());
    ids.removeIf(id -> !filter.twin().test(rows.get(id)));
    CommitResult result =
        table
            .delete(new RefName(branch))
            .by("walker")
            .because(filter.text())
            .where(filter.predicate());
    deleted(branch, result, ids);
  }

  private void deleteAnchors(String branch) {
    List<Long> some = new ArrayList<>();
    head(branch).batches().forEach(some::addAll);
    Collections.shuffle(some, random);
    some = some.subList(0, Math.min(some.size(), random.nextInt(9)));
    say("delete from " + branch + " by the anchors of " + some);
    LongStream anchors = some.stream().mapToLong(versions::anchor);
    CommitResult result =
        table.delete(new RefName(branch)).anchors(anchors.iterator(), Optional.empty());
    TreeSet<Long> ids = new TreeSet<>(some);
    ids.retainAll(head(branch).live());
    deleted(branch, result, ids);
  }

  private void deleted(String branch, CommitResult result, TreeSet<Long> ids) {
    assertThat(result.summary().operation()).isEqualTo("delete");
    assertThat(result.summary().rowsDeleted()).isEqualTo(ids.size());
    assertThat(result.attempts()).isEqualTo(ids.isEmpty() ? 0 : 1);
    if (!ids.isEmpty()) {
      push(branch, head(branch).delete(table.snapshot(branch), ids));
    }
  }

  private void createBranch() {
    String branch = List.of("dev", "exp", "aaa").get(random.nextInt(3));
    Pointed source = pointer();
    say("branch " + branch + " from " + source.text);
    if (branches.containsKey(branch)) {
      assertThatThrownBy(() -> table.createBranch(branch, source.text))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("already");
      return;
    }
    assertThat(table.createBranch(branch, source.text).version())
        .isEqualTo(source.line.get(source.line.size() - 1).id());
    branches.put(branch, source.line);
    expired.put(branch, source.expired);
  }

  private void createTag() {
    String tag = "t" + random.nextInt(4);
    Pointed source = pointer();
    say("tag " + tag + " of " + source.text);
    if (tags.containsKey(tag)) {
      assertThatThrownBy(() -> table.createTag(tag, source.text)).isInstanceOf(InvalidInput.class);
      return;
    }
    table.createTag(tag, source.text);
    tags.put(tag, source.line);
    expired.put("tag." + tag, source.line.size() - 1);
  }

  private void deleteRef() {
    if (random.nextBoolean() && !tags.isEmpty()) {
      String tag = tags.firstKey();
      say("delete tag " + tag);
      table.deleteRef(RefName.tag(tag));
      tags.remove(tag);
      return;
    }
    String branch = branch();
    say("delete branch " + branch);
    if (branch.equals("main")) {
      assertThatThrownBy(() -> table.deleteRef(RefName.MAIN)).isInstanceOf(InvalidInput.class);
      return;
    }
    // Who began on the branch that was, cannot commit to the one that is.
    Append late = table.append(new RefName(branch));
    List<WrittenBatch> written = write(late, new ArrayList<>());
    table.deleteRef(new RefName(branch));
    assertThatThrownBy(() -> late.commit(written))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("deleted or recreated");
    List<ModelVersion> line = branches.remove(branch);
    if (random.nextBoolean()) {
      table.createBranch(branch, "main");
      branches.put(branch, branches.get("main"));
      expired.put(branch, expired("main"));
      assertThatThrownBy(() -> late.commit(written))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("deleted or recreated");
    }
    assertThat(line).isNotEmpty();
  }

  private void rollback(String branch) {
    List<ModelVersion> line = branches.get(branch);
    int at = visible(branch);
    ModelVersion target = line.get(at);
    int back = line.size() - 1 - at;
    String pointer = random.nextBoolean() ? branch + "~" + back : target.id().toString();
    say("roll " + branch + " back to " + pointer);
    CommitResult result = table.rollback(new RefName(branch), pointer);
    if (back == 0) {
      assertThat(result.attempts()).isZero();
    } else {
      push(branch, target.committed(table.snapshot(branch), "rollback"));
    }
  }

  private void properties(String branch) {
    Map<String, String> changed = new TreeMap<>(head(branch).properties());
    String key = "p" + random.nextInt(3);
    Optional<String> value =
        random.nextBoolean() ? Optional.of("v" + random.nextInt(3)) : Optional.empty();
    say("set " + key + " of " + branch + " to " + value);
    value.ifPresentOrElse(present -> changed.put(key, present), () -> changed.remove(key));
    CommitResult result = table.setProperties(new RefName(branch), Map.of(key, value));
    boolean same = changed.equals(head(branch).properties());
    assertThat(result.attempts()).isEqualTo(same ? 0 : 1);
    if (!same) {
      push(branch, head(branch).with(table.snapshot(branch), changed));
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
    List<WrittenBatch> written = write(late, new ArrayList<>());
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

  /** Two appends and a delete that begin on one head, committed in any order. */
  private void twoWriters(String branch) {
    say("two appends and a delete on " + branch);
    RefName ref = new RefName(branch);
    Append first = table.append(ref);
    Append second = table.append(ref);
    Delete delete = table.delete(ref);
    List<List<Long>> firstBatches = new ArrayList<>();
    List<List<Long>> secondBatches = new ArrayList<>();
    List<WrittenBatch> firstWritten = write(first, firstBatches);
    List<WrittenBatch> secondWritten = write(second, secondBatches);
    TreeSet<Long> ids = new TreeSet<>();
    head(branch).live().stream().limit(3).forEach(ids::add);
    long[] anchors = ids.stream().mapToLong(versions::anchor).toArray();
    List<Runnable> commits =
        new ArrayList<>(
            List.of(
                () -> {
                  first.commit(firstWritten);
                  push(branch, head(branch).append(table.snapshot(branch), firstBatches));
                },
                () -> {
                  second.commit(secondWritten);
                  push(branch, head(branch).append(table.snapshot(branch), secondBatches));
                },
                () -> {
                  CommitResult result =
                      delete.anchors(LongStream.of(anchors).iterator(), Optional.empty());
                  if (result.attempts() > 0) {
                    push(branch, head(branch).delete(table.snapshot(branch), ids));
                  }
                }));
    Collections.shuffle(commits, random);
    for (Runnable commit : commits) {
      commit.run();
    }
  }

  /** What is refused changes nothing. */
  private void refused(String branch) {
    say("refused statements on " + branch);
    RefName ref = new RefName(branch);
    ModelRow bad = new ModelRow(nextId, 1.0, "bad", new float[] {1, Float.NaN, 0}, null, null);
    assertThatThrownBy(() -> table.append(ref).rows(List.of(ModelRow.block(List.of(bad)))))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() ->
            table.delete(ref).anchors(LongStream.of(Long.MAX_VALUE).iterator(), Optional.empty()))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> table.rollback(ref, branch + "~100000"))
        .isInstanceOf(InvalidInput.class);
    Append losing = table.append(ref);
    List<WrittenBatch> written = write(losing, new ArrayList<>());
    int size = branches.get(branch).size();
    if (size > expired(branch) + 1) {
      table.rollback(ref, branch + "~1");
      push(
          branch, branches.get(branch).get(size - 2).committed(table.snapshot(branch), "rollback"));
      assertThatThrownBy(() -> losing.commit(written))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("rollback");
    }
  }

  private String embedding() {
    return List.of("near", "angle", "product").get(random.nextInt(3));
  }

  /** An index of many cells or few, planned before or after others commit. */
  private void rebuildIndex(String branch) {
    String field = embedding();
    IndexOptions options =
        IndexOptions.DEFAULT
            .withCells(1 + random.nextInt(9))
            .withSeed(random.nextInt(3))
            .withRefine(4 * random.nextInt(3))
            .withThreads(1 + random.nextInt(2));
    IndexOptions spilling =
        random.nextBoolean() ? options : options.withSpill(random.nextBoolean());
    say("index " + field + " of " + branch + " by " + spilling);
    TableIndex index = table.index(new RefName(branch), Optional.of(field));
    if (random.nextInt(3) == 0) {
      String before = step;
      append(branch);
      say(before + " over an append");
    }
    index.rebuild(spilling);
    push(branch, head(branch).committed(table.snapshot(branch), "rebuild_ivf"));
  }

  private void changeIndex(String branch) {
    String field = embedding();
    Snapshot now = table.snapshot(branch);
    TableIndex index = table.index(new RefName(branch), Optional.of(field));
    int operation = random.nextInt(3);
    String name = List.of("refresh_index", "publish_rabitq", "compact_index").get(operation);
    say(name + " of " + field + " of " + branch);
    if (now.searched(now.embedding(Optional.of(field))).index().isEmpty()) {
      assertThatThrownBy(index::refresh).isInstanceOf(InvalidInput.class);
      return;
    }
    IndexResult result =
        switch (operation) {
          case 0 -> index.refresh();
          case 1 -> index.publish(4 * random.nextInt(3));
          default -> index.compact();
        };
    if (result.commit().attempts() > 0) {
      push(branch, head(branch).committed(table.snapshot(branch), name));
    }
  }

  /** Batches are joined, or deleted rows dropped, sometimes while others write. */
  private void compact(String branch) {
    RefName ref = new RefName(branch);
    boolean joins = random.nextBoolean();
    Compaction compaction =
        joins
            ? table.compact(ref, 1 + random.nextInt(60))
            : table.materializeTombstones(ref, random.nextInt(3) / 2.0);
    say((joins ? "compact " : "materialize ") + branch);
    String before = step;
    if (random.nextInt(3) == 0) {
      append(branch);
      deleteAnchors(branch);
      say(before + " over an append and a delete");
    }
    CompactionResult result = compaction.run();
    if (result.commit().attempts() > 0) {
      Snapshot now = table.snapshot(branch);
      String how = joins ? "compact" : "materialize";
      push(branch, head(branch).laidOut(now, how, versions.layout(now)));
    }
    assertThat(result.batchesBefore() == 0).isEqualTo(result.commit().attempts() == 0);
  }

  /** Rows are replaced, deleted and added by one statement. */
  private void update(String branch) {
    say("update of " + branch);
    RowDelta delta = table.rowDelta(new RefName(branch));
    List<Long> live = new ArrayList<>(head(branch).live());
    Collections.shuffle(live, random);
    int replaced = random.nextInt(Math.min(8, live.size() + 1));
    int deleted = random.nextInt(Math.min(3, live.size() - replaced + 1));
    List<Long> ids = new ArrayList<>();
    List<ModelRow> added = new ArrayList<>();
    for (int i = 0; i < replaced + random.nextInt(3); i++) {
      ids.add(nextId);
      added.add(ModelRow.random(random, nextId++));
    }
    added.forEach(row -> rows.put(row.id(), row));
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < added.size(); i++) {
      numbers.add(i);
    }
    Collections.shuffle(numbers, random);
    List<RowDelta.Replacement> pairs = new ArrayList<>();
    for (int i = 0; i < replaced; i++) {
      pairs.add(new RowDelta.Replacement(versions.anchor(live.get(i)), numbers.get(i)));
    }
    List<Long> gone = live.subList(0, replaced + deleted);
    LongStream anchors = gone.stream().skip(replaced).mapToLong(versions::anchor);
    List<WrittenBatch> written = List.of();
    if (!added.isEmpty()) {
      try (TaskWriter writer = TaskWriter.open(delta.plan(), new ParquetRowBatchCodec())) {
        writer.write(ModelRow.block(added));
        written = writer.finish();
      }
    }
    CommitResult result = delta.commit(written, pairs, anchors.iterator());
    if (result.attempts() > 0) {
      List<List<Long>> batches = ids.isEmpty() ? List.of() : List.of(ids);
      push(branch, head(branch).update(table.snapshot(branch), new TreeSet<>(gone), batches));
      Map<Long, Long> replacing = new HashMap<>();
      for (int i = 0; i < replaced; i++) {
        replacing.put(live.get(i), ids.get(numbers.get(i)));
      }
      graph.addUpdates(head(branch), Set.of(new ModelGraph.Update(replacing, new Object())));
    }
  }

  private void reopen() {
    say("open again");
    table = Dataset.open(table.location(), storeOptions, options);
  }

  private void raise() {
    say("raise the epoch to " + space.epochs.raise().epoch());
  }

  private void carry() {
    List<RefName> refs = space.liveRefs();
    RefName ref = refs.get(random.nextInt(refs.size()));
    say("carry " + ref);
    table.moves().carried(ref, space.epochs.read().epoch());
  }

  private void collect() {
    say("collect garbage");
    CollectResult preview = table.collect().preview();
    CollectResult result = table.collect().run();
    assertThat(result.epoch()).isEqualTo(preview.epoch());
    // What a closed ref held before it was carried is garbage only now.
    assertThat(result.deleted()).isGreaterThanOrEqualTo(preview.deleted());
    assertThat(result.unknown()).isZero();
    assertThat(Garbage.old(space)).isEmpty();
    reopen();
    String branch = branch();
    List<ModelVersion> line = branches.get(branch);
    for (int at = expired(branch); at < line.size(); at++) {
      versions.check(table.snapshot(line.get(at).id().toString()), line.get(at));
    }
    say("collect garbage: verify");
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(table.location(), storeOptions)) {
      verify.all(findings::add);
    }
    assertThat(findings).isEmpty();
  }

  private void expire(String branch) {
    int keep = 1 + random.nextInt(6);
    int size = branches.get(branch).size();
    int cut = Math.max(expired(branch), size - keep);
    say("keep " + keep + " versions of " + branch);
    ExpireResult result = table.expire().keep(keep).only(new RefName(branch)).run().get(0);
    assertThat(result.expired()).isEqualTo(cut - expired(branch));
    assertThat(result.kept()).isEqualTo(size - cut);
    expired.put(branch, cut);
  }

  private void checkAll() {
    rules.check();
    List<String> expected = new ArrayList<>();
    branches.keySet().forEach(expected::add);
    tags.keySet().forEach(tag -> expected.add("tag." + tag));
    assertThat(table.refs().stream().map(ref -> ref.name().text()))
        .containsExactlyInAnyOrderElementsOf(expected);
    String branch = branch();
    versions.check(table.snapshot(branch), head(branch));
    Pointed any = pointer();
    Snapshot found = table.snapshot(any.text);
    versions.check(found, any.line.get(any.line.size() - 1));
    assertThat(found.depth()).isEqualTo(any.line.size() - 1);
    checkTimeTravel(branch);
    List<Object> line = new ArrayList<>();
    table
        .history(new RefName(branch))
        .forEachRemaining(snapshot -> line.add(0, snapshot.version()));
    assertThat(line)
        .isEqualTo(
            branches.get(branch).stream()
                .skip(expired(branch))
                .map(version -> (Object) version.id())
                .toList());
  }

  private void checkTimeTravel(String branch) {
    List<ModelVersion> line = branches.get(branch);
    int at = visible(branch);
    ModelVersion version = line.get(at);
    RefName ref = new RefName(branch);
    assertThat(table.snapshotAt(ref, version.timeNanos()).version()).isEqualTo(version.id());
    if (at > expired(branch)) {
      assertThat(table.snapshotAt(ref, version.timeNanos() - 1).version())
          .isEqualTo(line.get(at - 1).id());
    } else {
      assertThatThrownBy(() -> table.snapshotAt(ref, version.timeNanos() - 1))
          .isInstanceOf(InvalidInput.class);
    }
  }

  /** A text that names a version, the line that ends with it, and how much of that is expired. */
  record Pointed(String text, List<ModelVersion> line, int expired) {}

  private Pointed pointer() {
    if (!tags.isEmpty() && random.nextInt(4) == 0) {
      String tag = new ArrayList<>(tags.keySet()).get(random.nextInt(tags.size()));
      String text = (random.nextBoolean() ? "tag." : "") + tag;
      return new Pointed(text, tags.get(tag), expired("tag." + tag));
    }
    String branch = branch();
    List<ModelVersion> line = branches.get(branch);
    int end = line.size() - 1;
    int at = visible(branch);
    List<ModelVersion> until = List.copyOf(line.subList(0, at + 1));
    String id = line.get(at).id().toString();
    return switch (random.nextInt(5)) {
      case 0 -> new Pointed(branch, line, expired(branch));
      case 1 -> new Pointed(id, until, leastExpired(line.get(at)));
      case 2 ->
          new Pointed(id.substring(0, 8 + random.nextInt(45)), until, leastExpired(line.get(at)));
      case 3 -> new Pointed(branch + "~" + (end - at), until, expired(branch));
      default ->
          new Pointed(line.get(end).id() + "~" + (end - at), until, leastExpired(line.get(end)));
    };
  }

  /** Of the refs whose lines show a version, how much the one that shows most has lost. */
  private int leastExpired(ModelVersion version) {
    TreeMap<String, List<ModelVersion>> lines = new TreeMap<>(branches);
    tags.forEach((tag, line) -> lines.put("tag." + tag, line));
    return lines.entrySet().stream()
        .filter(line -> line.getValue().indexOf(version) >= expired(line.getKey()))
        .mapToInt(line -> expired(line.getKey()))
        .min()
        .orElseThrow();
  }

  private int expired(String ref) {
    return expired.getOrDefault(ref, 0);
  }

  int visible(String branch) {
    int first = expired(branch);
    return first + random.nextInt(branches.get(branch).size() - first);
  }

  private String branch() {
    List<String> all = new ArrayList<>(branches.keySet());
    return random.nextInt(3) == 0 ? "main" : all.get(random.nextInt(all.size()));
  }

  ModelVersion head(String branch) {
    List<ModelVersion> line = branches.get(branch);
    return line.get(line.size() - 1);
  }

  /** Adds what a branch has now to the model, and compares both. */
  private void push(String branch, ModelVersion version) {
    push(branch, version, List.of());
  }

  /** The same of a version with more parents. */
  void push(String branch, ModelVersion version, List<ModelVersion> merged) {
    List<ModelVersion> from = new ArrayList<>(List.of(head(branch)));
    from.addAll(merged);
    graph.add(version, from);
    List<ModelVersion> line = new ArrayList<>(branches.get(branch));
    line.add(version);
    branches.put(branch, line);
    versions.check(table.snapshot(branch), version);
  }

  /** A branch moved on to a version of another's line, or lost history with a merge. */
  void moved(String branch, List<ModelVersion> line) {
    branches.put(branch, List.copyOf(line));
    long floor = space.liveHead(new RefName(branch)).stored().manifest().retention().floor();
    int cut = 0;
    while (cut < line.size() - 1 && versions.isOlder(line.get(cut), floor)) {
      cut++;
    }
    expired.put(branch, Math.max(cut, 0));
  }

  List<ModelVersion> line(String branch) {
    return branches.get(branch);
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
}
