package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.object.RefName;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The statements of a random history that change an index or the batches, and no row. */
final class LayoutWalk {

  private final TableWalk walk;
  private final Random random;
  private final ModelRefs refs;
  private final VersionCheck versions;
  private final RowWalk rows;

  LayoutWalk(TableWalk walk, RowWalk rows) {
    this.walk = walk;
    this.random = walk.random;
    this.refs = walk.refs;
    this.versions = walk.versions;
    this.rows = rows;
  }

  private String embedding() {
    return List.of("near", "angle", "product").get(random.nextInt(3));
  }

  /** An index of many cells or few, planned before or after others commit. */
  void rebuildIndex(String branch) {
    String field = embedding();
    IndexOptions options =
        IndexOptions.DEFAULT
            .withCells(1 + random.nextInt(9))
            .withSeed(random.nextInt(3))
            .withRefine(4 * random.nextInt(3))
            .withThreads(1 + random.nextInt(2));
    IndexOptions spilling =
        random.nextBoolean() ? options : options.withSpill(random.nextBoolean());
    walk.say("index " + field + " of " + branch + " by " + spilling);
    TableIndex index = walk.table().index(new RefName(branch), Optional.of(field));
    if (random.nextInt(3) == 0) {
      String before = walk.step();
      rows.append(branch);
      walk.say(before + " over an append");
    }
    index.rebuild(spilling);
    walk.push(branch, refs.head(branch).committed(walk.table().snapshot(branch), "rebuild_ivf"));
  }

  void changeIndex(String branch) {
    String field = embedding();
    Snapshot now = walk.table().snapshot(branch);
    TableIndex index = walk.table().index(new RefName(branch), Optional.of(field));
    int operation = random.nextInt(3);
    String name = List.of("refresh_index", "publish_rabitq", "compact_index").get(operation);
    walk.say(name + " of " + field + " of " + branch);
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
      walk.push(branch, refs.head(branch).committed(walk.table().snapshot(branch), name));
    }
  }

  /** Batches are joined, or deleted rows dropped, sometimes while others write. */
  void compact(String branch) {
    RefName ref = new RefName(branch);
    boolean joins = random.nextBoolean();
    Compaction compaction =
        joins
            ? walk.table().compact(ref, 1 + random.nextInt(60))
            : walk.table().materializeTombstones(ref, random.nextInt(3) / 2.0);
    walk.say((joins ? "compact " : "materialize ") + branch);
    String before = walk.step();
    if (random.nextInt(3) == 0) {
      rows.append(branch);
      rows.deleteAnchors(branch);
      walk.say(before + " over an append and a delete");
    }
    CompactionResult result = compaction.run();
    if (result.commit().attempts() > 0) {
      Snapshot now = walk.table().snapshot(branch);
      String how = joins ? "compact" : "materialize";
      walk.push(branch, refs.head(branch).laidOut(now, how, versions.layout(now)));
    }
    assertThat(result.batchesBefore() == 0).isEqualTo(result.commit().attempts() == 0);
  }
}
