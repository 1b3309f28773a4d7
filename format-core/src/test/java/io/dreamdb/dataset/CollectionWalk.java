package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The statements of a random history that raise the epoch, expire and collect. */
final class CollectionWalk {

  private final TableWalk walk;
  private final Random random;
  private final ModelRefs refs;
  private final VersionCheck versions;
  private final Space space;
  private final RowWalk rows;
  private final Map<String, String> storeOptions;

  CollectionWalk(TableWalk walk, RowWalk rows) {
    this.walk = walk;
    this.random = walk.random;
    this.refs = walk.refs;
    this.versions = walk.versions;
    this.space = walk.space;
    this.storeOptions = walk.storeOptions;
    this.rows = rows;
  }

  /** A task writes, the epoch rises twice, then its batches are committed. */
  void appendOverCollections(String branch) {
    int times = 1 + random.nextInt(3);
    walk.say("append to " + branch + " over " + times + " collections");
    Append append = walk.table().append(new RefName(branch));
    List<List<Long>> batches = new ArrayList<>();
    List<WrittenBatch> written = rows.write(append, batches);
    boolean moved = false;
    for (int i = 0; i < times; i++) {
      long epoch = space.epochs.raise().epoch();
      if (random.nextInt(4) != 0) {
        walk.table().moves().carried(new RefName(branch), epoch);
        moved = true;
      }
    }
    CommitResult result = append.commit(written);
    rows.appended(branch, result, batches, moved ? 2 : 1);
  }

  void raise() {
    walk.say("raise the epoch to " + space.epochs.raise().epoch());
  }

  void carry() {
    List<RefName> live = space.liveRefs();
    RefName ref = live.get(random.nextInt(live.size()));
    walk.say("carry " + ref);
    walk.table().moves().carried(ref, space.epochs.read().epoch());
  }

  void collect() {
    walk.say("collect garbage");
    CollectResult preview = walk.table().collect().preview();
    CollectResult result = walk.table().collect().run();
    assertThat(result.epoch()).isEqualTo(preview.epoch());
    // What a closed ref held before it was carried is garbage only now.
    assertThat(result.deleted()).isGreaterThanOrEqualTo(preview.deleted());
    assertThat(result.unknown()).isZero();
    assertThat(Garbage.old(space)).isEmpty();
    walk.reopen();
    String branch = refs.branch();
    List<ModelVersion> line = refs.line(branch);
    for (int at = refs.expired(branch); at < line.size(); at++) {
      versions.check(walk.table().snapshot(line.get(at).id().toString()), line.get(at));
    }
    walk.say("collect garbage: verify");
    assertThat(TableFindings.of(walk.table().location(), storeOptions)).isEmpty();
  }

  void expire(String branch) {
    int keep = 1 + random.nextInt(6);
    int size = refs.line(branch).size();
    int cut = Math.max(refs.expired(branch), size - keep);
    walk.say("keep " + keep + " versions of " + branch);
    ExpireResult result = walk.table().expire().keep(keep).only(new RefName(branch)).run().get(0);
    assertThat(result.expired()).isEqualTo(cut - refs.expired(branch));
    assertThat(result.kept()).isEqualTo(size - cut);
    refs.expire(branch, cut);
  }
}
