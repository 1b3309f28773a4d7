package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.Entropy;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.ObjectStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Writers whose clocks are days apart. */
class ClocksTest {

  private static final int STEPS = 60;
  private static final RefName DEV = new RefName("dev");

  /** A clock that is wrong by so much, or stands still. */
  private record WrongClock(RandomGenerator random, long offsetNanos, boolean stands)
      implements Entropy {
    @Override
    public long nowNanos() {
      long now = stands ? 1_700_000_000_000_000_000L : Entropy.system().nowNanos();
      return now + offsetNanos;
    }
  }

  private final String location = "memory:clocks-" + UUID.randomUUID();
  private final Random random = new Random(8);
  private int nextId = 1_000;

  @Test
  void writersTwoDaysApartLoseNothingAndTimesGrow() {
    Dataset table = Committers.table(location, Map.of());
    List<Dataset> writers = new ArrayList<>();
    for (int hours : new int[] {0, 48, -48}) {
      writers.add(writer(table.location(), hours, false));
    }
    writers.add(writer(table.location(), 0, true));
    writers.get(0).append(RefName.MAIN).rows(List.of(ModelRow.block(List.of(row()))));
    writers.get(0).createBranch("dev", "main");
    Set<Long> expected = new HashSet<>(Set.of(1_000L));
    for (int step = 0; step < STEPS; step++) {
      Dataset writer = writers.get(random.nextInt(writers.size()));
      step(writer, step % 6, expected);
      assertThat(ids(writers.get(step % writers.size()))).isEqualTo(expected);
    }
    requireGrowingTimes(table);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  private void step(Dataset writer, int kind, Set<Long> expected) {
    switch (kind) {
      case 0 -> {
        long gone = expected.iterator().next();
        writer.delete(RefName.MAIN).where(Predicate.parse("id = " + gone));
        expected.remove(gone);
      }
      case 1 -> {
        writer.deleteRef(DEV);
        writer.createBranch("dev", "main~1");
      }
      case 2 -> {
        CollectResult unused = writer.collect().run();
      }
      case 3 -> {
        CompactionResult unused = writer.compact(RefName.MAIN, 100).run();
      }
      default -> {
        ModelRow row = row();
        writer.append(RefName.MAIN).rows(List.of(ModelRow.block(List.of(row))));
        writer.append(DEV).rows(List.of(ModelRow.block(List.of(row))));
        expected.add(row.id());
      }
    }
  }

  private ModelRow row() {
    return ModelRow.random(random, nextId++);
  }

  private static Dataset writer(String location, int hours, boolean stands) {
    DatasetOptions options =
        Commits.options()
            .withEntropy(
                new WrongClock(new Random(hours), Duration.ofHours(hours).toNanos(), stands));
    return new Dataset(
        Space.open(ObjectStores.open(location), options, Space.Caches.of(options)), Map.of());
  }

  private static Set<Long> ids(Dataset table) {
    Set<Long> ids = new HashSet<>();
    var rows = table.snapshot().scan().columns(ModelRow.SCHEMA.select(List.of("id"))).rows();
    while (rows.hasNext()) {
      var block = rows.next().rows();
      for (int i = 0; i < block.rows(); i++) {
        ids.add((Long) block.row(i).get(0));
      }
    }
    return ids;
  }

  /** Each manifest is later than all of its parents, whatever clock it had. */
  private static void requireGrowingTimes(Dataset table) {
    Space space =
        Space.open(
            ObjectStores.open(table.location()),
            DatasetOptions.DEFAULT,
            Space.Caches.of(DatasetOptions.DEFAULT));
    for (RefName ref : List.of(RefName.MAIN, DEV)) {
      Optional<StoredManifest> at = space.head(ref).map(Head::stored);
      while (at.isPresent()) {
        var lineage = at.get().manifest().lineage();
        at = Optional.empty();
        for (ObjectId parent : lineage.parents()) {
          StoredManifest before = space.manifests.read(parent);
          assertThat(before.manifest().lineage().timestamp()).isLessThan(lineage.timestamp());
          at = Optional.of(before);
        }
      }
    }
  }
}
