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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** The statements of a random history that add, delete and replace rows. */
final class RowWalk {

  private final TableWalk walk;
  private final Random random;
  private final ModelRefs refs;
  private final ModelGraph graph;
  private final VersionCheck versions;
  private final Map<Long, ModelRow> rows;
  private final Map<String, String> storeOptions;
  private long nextId;

  RowWalk(TableWalk walk) {
    this.walk = walk;
    this.random = walk.random;
    this.refs = walk.refs;
    this.graph = walk.graph;
    this.versions = walk.versions;
    this.rows = walk.rows;
    this.storeOptions = walk.storeOptions;
  }

  void append(String branch) {
    walk.say("append to " + branch);
    Append append = walk.table().append(new RefName(branch));
    List<List<Long>> batches = new ArrayList<>();
    List<WrittenBatch> written = write(append, batches);
    CommitResult result = append.commit(written);
    appended(branch, result, batches, 1);
  }

  void appended(String branch, CommitResult result, List<List<Long>> batches, int attempts) {
    Snapshot now = walk.table().snapshot(branch);
    assertThat(result.attempts()).isEqualTo(attempts);
    assertThat(result.version()).isEqualTo(now.version());
    walk.push(branch, refs.head(branch).append(now, batches));
  }

  /** Batches of one to three tasks, which know no more than bytes tell them. */
  List<WrittenBatch> write(Append append, List<List<Long>> batches) {
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

  void deleteWhere(String branch) {
    ModelFilter filter = ModelFilter.random(random, nextId);
    walk.say("delete from " + branch + " where " + filter.text());
    TreeSet<Long> ids = new TreeSet<>(refs.head(branch).live());
    ids.removeIf(id -> !filter.twin().test(rows.get(id)));
    CommitResult result =
        walk.table()
            .delete(new RefName(branch))
            .by("walker")
            .because(filter.text())
            .where(filter.predicate());
    deleted(branch, result, ids);
  }

  void deleteAnchors(String branch) {
    List<Long> some = new ArrayList<>();
    refs.head(branch).batches().forEach(some::addAll);
    Collections.shuffle(some, random);
    some = some.subList(0, Math.min(some.size(), random.nextInt(9)));
    walk.say("delete from " + branch + " by the anchors of " + some);
    LongStream anchors = some.stream().mapToLong(versions::anchor);
    CommitResult result =
        walk.table().delete(new RefName(branch)).anchors(anchors.iterator(), Optional.empty());
    TreeSet<Long> ids = new TreeSet<>(some);
    ids.retainAll(refs.head(branch).live());
    deleted(branch, result, ids);
  }

  private void deleted(String branch, CommitResult result, TreeSet<Long> ids) {
    assertThat(result.summary().operation()).isEqualTo("delete");
    assertThat(result.summary().rowsDeleted()).isEqualTo(ids.size());
    assertThat(result.attempts()).isEqualTo(ids.isEmpty() ? 0 : 1);
    if (!ids.isEmpty()) {
      walk.push(branch, refs.head(branch).delete(walk.table().snapshot(branch), ids));
    }
  }

  /** Two appends and a delete that begin on one head, committed in any order. */
  void twoWriters(String branch) {
    walk.say("two appends and a delete on " + branch);
    RefName ref = new RefName(branch);
    Append first = walk.table().append(ref);
    Append second = walk.table().append(ref);
    Delete delete = walk.table().delete(ref);
    List<List<Long>> firstBatches = new ArrayList<>();
    List<List<Long>> secondBatches = new ArrayList<>();
    List<WrittenBatch> firstWritten = write(first, firstBatches);
    List<WrittenBatch> secondWritten = write(second, secondBatches);
    TreeSet<Long> ids = new TreeSet<>();
    refs.head(branch).live().stream().limit(3).forEach(ids::add);
    long[] anchors = ids.stream().mapToLong(versions::anchor).toArray();
    List<Runnable> commits =
        new ArrayList<>(
            List.of(
                () -> {
                  first.commit(firstWritten);
                  walk.push(
                      branch,
                      refs.head(branch).append(walk.table().snapshot(branch), firstBatches));
                },
                () -> {
                  second.commit(secondWritten);
                  walk.push(
                      branch,
                      refs.head(branch).append(walk.table().snapshot(branch), secondBatches));
                },
                () -> {
                  CommitResult result =
                      delete.anchors(LongStream.of(anchors).iterator(), Optional.empty());
                  if (result.attempts() > 0) {
                    walk.push(branch, refs.head(branch).delete(walk.table().snapshot(branch), ids));
                  }
                }));
    Collections.shuffle(commits, random);
    for (Runnable commit : commits) {
      commit.run();
    }
  }

  /** What is refused changes nothing. */
  void refused(String branch) {
    walk.say("refused statements on " + branch);
    RefName ref = new RefName(branch);
    ModelRow bad = new ModelRow(nextId, 1.0, "bad", new float[] {1, Float.NaN, 0}, null, null);
    assertThatThrownBy(() -> walk.table().append(ref).rows(List.of(ModelRow.block(List.of(bad)))))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() ->
            walk.table()
                .delete(ref)
                .anchors(LongStream.of(Long.MAX_VALUE).iterator(), Optional.empty()))
        .isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> walk.table().rollback(ref, branch + "~100000"))
        .isInstanceOf(InvalidInput.class);
    Append losing = walk.table().append(ref);
    List<WrittenBatch> written = write(losing, new ArrayList<>());
    int size = refs.line(branch).size();
    if (size > refs.expired(branch) + 1) {
      walk.table().rollback(ref, branch + "~1");
      walk.push(
          branch,
          refs.line(branch).get(size - 2).committed(walk.table().snapshot(branch), "rollback"));
      assertThatThrownBy(() -> losing.commit(written))
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("rollback");
    }
  }

  /** Rows are replaced, deleted and added by one statement. */
  void update(String branch) {
    walk.say("update of " + branch);
    RowDelta delta = walk.table().rowDelta(new RefName(branch));
    List<Long> live = new ArrayList<>(refs.head(branch).live());
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
      walk.push(
          branch,
          refs.head(branch).update(walk.table().snapshot(branch), new TreeSet<>(gone), batches));
      Map<Long, Long> replacing = new HashMap<>();
      for (int i = 0; i < replaced; i++) {
        replacing.put(live.get(i), ids.get(numbers.get(i)));
      }
      graph.addUpdates(refs.head(branch), Set.of(new ModelGraph.Update(replacing, new Object())));
    }
  }
}
