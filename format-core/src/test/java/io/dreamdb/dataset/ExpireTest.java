package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.manifest.CommonAncestors;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** History is cut where it was asked to be, and collections then free what only it reached. */
class ExpireTest {

  private static final RefName DEV = new RefName("dev");

  private Dataset table;
  private Space space;
  private final List<ObjectId> versions = new ArrayList<>();

  @BeforeEach
  void makeTable() {
    Warehouse warehouse =
        Warehouse.open("memory:expire-" + UUID.randomUUID(), Map.of(), SmallWarehouse.options(5));
    warehouse.createSchema("demo", Map.of());
    table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    ObjectStore store = ObjectStores.open(table.location(), Map.of());
    space = Space.open(store, SmallWarehouse.options(6), Space.Caches.of(DatasetOptions.DEFAULT));
    versions.add(table.snapshot().version());
    for (int i = 0; i < 8; i++) {
      versions.add(SmallWarehouse.append(table, RefName.MAIN, 10 * i, 10 * i + 10).version());
    }
  }

  @Test
  void theLastVersionsStay() {
    assertThat(table.expire().keep(3).preview())
        .containsExactly(new ExpireResult(RefName.MAIN, 6, 3, 0));
    assertThat(line(RefName.MAIN)).hasSize(9);
    assertThat(table.expire().keep(3).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 6, 3, 0));

    assertThat(line(RefName.MAIN))
        .containsExactly(versions.get(8), versions.get(7), versions.get(6));
    assertThat(table.snapshot().rowCount()).isEqualTo(80);
    assertThat(table.snapshot("main~2").rowCount()).isEqualTo(60);
    assertThatThrownBy(() -> table.snapshot("main~3"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("expired");
    assertThatThrownBy(() -> table.snapshot(versions.get(4).toString()))
        .isInstanceOf(InvalidInput.class);
    assertThat(table.expire().keep(3).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 0, 3, 0));
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void youngVersionsStay() {
    long time = table.snapshot("main~4").timeNanos();
    Instant fourth = Instant.ofEpochSecond(0, time);
    assertThat(table.expire().olderThan(fourth).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 4, 5, 0));
    assertThat(line(RefName.MAIN)).hasSize(5).endsWith(versions.get(4));
    assertThat(table.expire().olderThan(Instant.EPOCH).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 0, 5, 0));
    assertThat(table.expire().keep(2).olderThan(fourth.plusSeconds(1_000_000)).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 3, 2, 0));
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void collectionsFreeWhatOnlyOldVersionsReach() {
    table.createTag("v3", versions.get(3).toString());
    table.delete(RefName.MAIN).where(Predicate.parse("id < 60"));
    table.rollback(RefName.MAIN, "main~1");
    table.expire().keep(1).run();
    table.collect().run();
    CollectResult result = table.collect().run();

    assertThat(result.deleted()).isGreaterThanOrEqualTo(9);
    assertThat(space.reader.manifestExists(versions.get(3))).isTrue();
    for (int i : new int[] {0, 1, 2, 4, 5, 6, 7, 8}) {
      assertThat(space.reader.manifestExists(versions.get(i))).as("version " + i).isFalse();
    }
    assertThat(table.snapshot("v3").rowCount()).isEqualTo(30);
    assertThat(table.snapshot("v3").scan().rows().next().anchors()).isNotEmpty();
    assertThat(table.snapshot().rowCount()).isEqualTo(80);
    assertThat(line(RefName.tag("v3"))).containsExactly(versions.get(3));
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void whatTwoBranchesComeFromStaysForMerges() {
    table.createBranch("dev", versions.get(4).toString());
    SmallWarehouse.append(table, DEV, 100, 110);
    SmallWarehouse.append(table, DEV, 110, 120);
    assertThat(ancestor().contentId()).isEqualTo(versions.get(4));

    assertThat(table.expire().keep(1).run())
        .containsExactly(new ExpireResult(DEV, 6, 1, 1), new ExpireResult(RefName.MAIN, 8, 1, 1));
    table.collect().run();
    table.collect().run();
    assertThat(ancestor().contentId()).isEqualTo(versions.get(4));
    assertThat(space.reader.manifestExists(versions.get(3))).isFalse();
    assertThat(space.reader.manifestExists(versions.get(5))).isFalse();
    SmallWarehouse.append(table, DEV, 120, 130);
    table.expire().keep(1).run();
    assertThat(ancestor().contentId()).isEqualTo(versions.get(4));
    assertThat(TableFindings.of(table)).isEmpty();

    table.deleteRef(DEV);
    SmallWarehouse.append(table, RefName.MAIN, 200, 210);
    assertThat(table.expire().keep(1).run())
        .containsExactly(new ExpireResult(RefName.MAIN, 1, 1, 0));
    table.collect().run();
    table.collect().run();
    assertThat(space.reader.manifestExists(versions.get(4))).isFalse();
    assertThat(TableFindings.of(table)).isEmpty();
  }

  @Test
  void oneBranchIsCutAlone() {
    table.createBranch("dev", "main");
    SmallWarehouse.append(table, DEV, 100, 110);
    assertThat(table.expire().keep(2).only(DEV).run())
        .containsExactly(new ExpireResult(DEV, 8, 2, 0));
    assertThat(line(RefName.MAIN)).hasSize(9);
    assertThatThrownBy(() -> table.expire().only(RefName.tag("x")).run())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("tag");
    assertThatThrownBy(() -> table.expire().keep(0)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void aWriterThatBeganBeforeCommitsOnTop() {
    Append append = table.append(RefName.MAIN);
    List<WrittenBatch> written = CollectTest.write(append, 80, 90);
    table.expire().keep(1).run();
    append.commit(written);
    assertThat(table.snapshot().rowCount()).isEqualTo(90);
    assertThat(line(RefName.MAIN)).hasSize(2);
    assertThat(TableFindings.of(table)).isEmpty();
  }

  private StoredManifest ancestor() {
    CommonAncestors found =
        space.history.commonAncestors(
            CommonAncestors.Tip.of(space.liveHead(RefName.MAIN).stored()),
            CommonAncestors.Tip.of(space.liveHead(DEV).stored()));
    return found.best().get(0);
  }

  private List<ObjectId> line(RefName ref) {
    List<ObjectId> line = new ArrayList<>();
    Iterator<Snapshot> history = table.history(ref);
    history.forEachRemaining(version -> line.add(version.version()));
    return line;
  }
}
