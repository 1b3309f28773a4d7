package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.object.RefName;
import io.dreamdb.track.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloneTest {

  @TempDir Path folder;
  private Dataset table;
  private Path place;

  @BeforeEach
  void makeTable() {
    table = SmallWarehouse.make(folder.resolve("lake"));
    place = folder.resolve("copy");
  }

  @Test
  void aCloneHasTheSameVersionsBranchesAndTags() {
    table.collect().run();
    CloneResult result = table.cloneTo(place.toString(), Map.of()).run();
    Dataset copy = Dataset.open(place.toString());

    assertThat(result.refs()).isEqualTo(3);
    assertThat(copy.genesis()).isEqualTo(table.genesis());
    assertThat(copy.refs().stream().map(RefInfo::name))
        .containsExactlyElementsOf(table.refs().stream().map(RefInfo::name).toList());
    for (String pointer : List.of("main", "main~1", "main~2", "dev", "v1")) {
      assertThat(copy.snapshot(pointer).version()).isEqualTo(table.snapshot(pointer).version());
      assertThat(ids(copy.snapshot(pointer))).isEqualTo(ids(table.snapshot(pointer)));
    }
    assertThat(versions(copy)).isEqualTo(versions(table));
    assertThat(TableFindings.of(copy)).isEmpty();
  }

  @Test
  void bothGoOnAloneAndNeverGiveOneAnchorTwice() {
    table.cloneTo(place.toString(), Map.of()).run();
    Dataset copy = Dataset.open(place.toString());
    Set<Long> common = anchors(table.snapshot());
    SmallWarehouse.append(table, RefName.MAIN, 500, 510);
    SmallWarehouse.append(copy, RefName.MAIN, 600, 620);
    SmallWarehouse.append(copy, new RefName("dev"), 700, 710);
    Set<Long> ours = anchors(table.snapshot());
    Set<Long> theirs = anchors(copy.snapshot());
    ours.removeAll(common);
    theirs.removeAll(common);
    assertThat(ours).hasSize(10).doesNotContainAnyElementsOf(theirs);
    assertThat(theirs).hasSize(20);
    for (Dataset each : List.of(table, copy)) {
      each.expire().keep(1).run();
      each.collect().run();
      each.collect().run();
      assertThat(TableFindings.of(each)).isEmpty();
    }
    assertThat(table.snapshot().rowCount()).isEqualTo(102);
    assertThat(copy.snapshot().rowCount()).isEqualTo(112);
  }

  @Test
  void aRepeatedRunCopiesWhatIsMissing() throws IOException {
    table.cloneTo(place.toString(), Map.of()).run();
    delete(place.resolve("refs/main"));
    delete(first(place.resolve(table.genesis().toString()).resolve("rows/batch")));
    CloneResult again = table.cloneTo(place.toString(), Map.of()).run();
    assertThat(again.present()).isPositive();
    assertThat(ids(Dataset.open(place.toString()).snapshot())).isEqualTo(ids(table.snapshot()));
    assertThat(TableFindings.of(place.toString())).isEmpty();
  }

  @Test
  void anIndexGoesAlong() {
    Dataset indexed = IndexedTable.make(folder.resolve("indexed"));
    indexed.cloneTo(place.toString(), Map.of()).run();
    Dataset copy = Dataset.open(place.toString());
    SearchRequest request =
        SearchRequest.near(Objects.requireNonNull(IndexedTable.vector(5))).withProbes(3);
    assertThat(copy.snapshot().search(request).hits())
        .isEqualTo(indexed.snapshot().search(request).hits());
    assertThat(TableFindings.of(copy)).isEmpty();
  }

  @Test
  void aPlaceThatIsTakenAndATableThatWasDroppedAreRefused() {
    table.cloneTo(place.toString(), Map.of()).run();
    assertThatThrownBy(() -> table.cloneTo(place.toString(), Map.of()).run())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("already; name an empty place");
    try (Warehouse warehouse = Warehouse.open(folder.resolve("lake").toString())) {
      warehouse.drop(SmallWarehouse.FILMS);
    }
    assertThatThrownBy(() -> table.cloneTo(folder.resolve("other").toString(), Map.of()).run())
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("was dropped; take it back first");
  }

  private static List<Object> versions(Dataset each) {
    List<Object> versions = new ArrayList<>();
    each.history(RefName.MAIN).forEachRemaining(snapshot -> versions.add(snapshot.version()));
    return versions;
  }

  private static List<Object> ids(Snapshot snapshot) {
    List<Object> ids = new ArrayList<>();
    snapshot
        .scan()
        .rows()
        .forEachRemaining(block -> {
          for (int i = 0; i < block.anchors().length; i++) {
            ids.add(block.rows().row(i).subList(0, 3));
          }
        });
    return ids;
  }

  private static Set<Long> anchors(Snapshot snapshot) {
    Set<Long> anchors = new HashSet<>();
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      for (long anchor = batch.firstAnchor(); anchor <= batch.lastAnchor(); anchor++) {
        anchors.add(anchor);
      }
    }
    return anchors;
  }

  private static Path first(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.sorted().findFirst().orElseThrow();
    }
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
