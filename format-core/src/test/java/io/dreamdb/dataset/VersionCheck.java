package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.TombstoneRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Compares a snapshot with the model: rows, counts, searches, and the log with the bitmaps. */
final class VersionCheck {

  private final Space space;
  private final Random random;
  private final Map<Long, ModelRow> rows;
  private final Map<Long, Long> anchors = new HashMap<>();
  private final Map<Long, Long> ids = new HashMap<>();

  /**
   * @param space the table's
   * @param random which searches are made
   * @param rows every row that was ever appended, by id
   */
  VersionCheck(Space space, Random random, Map<Long, ModelRow> rows) {
    this.space = space;
    this.random = random;
    this.rows = rows;
  }

  /** Whether a version's generation is below a floor; one that was collected since is. */
  boolean isOlder(ModelVersion version, long floor) {
    try {
      return space.manifests.read(version.id()).manifest().lineage().generation() < floor;
    } catch (io.dreamdb.MissingObject collected) {
      return true;
    }
  }

  long anchor(long id) {
    return anchors.get(id);
  }

  void check(Snapshot snapshot, ModelVersion expected) {
    checkCounts(snapshot, expected);
    checkBatches(snapshot, expected);
    checkLog(snapshot);
    assertThat(read(snapshot.scan())).isEqualTo(sorted(expected.live()));
    ModelFilter filter = ModelFilter.random(random, rows.size());
    TreeSet<Long> matching = new TreeSet<>(expected.live());
    matching.removeIf(id -> !filter.twin().test(rows.get(id)));
    assertThat(read(snapshot.scan().where(filter.predicate())))
        .as(filter.text())
        .isEqualTo(sorted(matching));
    checkRange(snapshot, expected);
    checkLookup(snapshot, expected);
    checkSearch(snapshot, expected, filter);
  }

  private static void checkCounts(Snapshot snapshot, ModelVersion expected) {
    assertThat(snapshot.version()).isEqualTo(expected.id());
    assertThat(snapshot.timeNanos()).isEqualTo(expected.timeNanos());
    assertThat(snapshot.rowCount()).isEqualTo(expected.live().size());
    assertThat(snapshot.properties()).isEqualTo(expected.properties());
    var summary = snapshot.summary();
    assertThat(summary.operation()).isEqualTo(expected.operation());
    assertThat(summary.rowsAdded()).isEqualTo(expected.added());
    assertThat(summary.rowsDeleted()).isEqualTo(expected.deleted());
    assertThat(summary.rowsLive()).isEqualTo(expected.live().size());
    assertThat(summary.batches()).isEqualTo(expected.batches().size());
  }

  /** Learns the anchors of new rows; those of known ones never change, and none serves twice. */
  private void checkBatches(Snapshot snapshot, ModelVersion expected) {
    Map<Long, List<Long>> byFirst = new HashMap<>();
    Set<List<Long>> seen = new HashSet<>();
    for (List<Long> batch : expected.batches()) {
      Long known = anchors.get(batch.get(0));
      if (known != null) {
        byFirst.put(known, batch);
      }
    }
    Iterator<List<Long>> fresh =
        expected.batches().stream().filter(b -> !anchors.containsKey(b.get(0))).iterator();
    long previous = -1;
    int count = 0;
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      assertThat(batch.firstAnchor()).isGreaterThan(previous);
      previous = batch.lastAnchor();
      BatchAnchors known = snapshot.source(batch).anchors();
      List<Long> model = byFirst.get(known.anchor(0));
      if (model == null) {
        assertThat(fresh.hasNext()).as("a batch that nobody appended").isTrue();
        model = fresh.next();
        learn(batch.firstAnchor(), model);
      }
      for (int i = 0; i < model.size(); i++) {
        assertThat(known.anchor(i)).isEqualTo(anchor(model.get(i)));
      }
      assertThat(seen.add(model)).isTrue();
      assertThat(batch.entry().rows()).isEqualTo(model.size());
      count++;
    }
    assertThat(count).isEqualTo(expected.batches().size());
  }

  private void learn(long first, List<Long> batch) {
    for (int i = 0; i < batch.size(); i++) {
      assertThat(ids.putIfAbsent(first + i, batch.get(i)))
          .as("anchor %d for row %d", first + i, batch.get(i))
          .isNull();
      anchors.put(batch.get(i), first + i);
    }
  }

  /** Replays the log anchor by anchor over a plain set. */
  private void checkLog(Snapshot snapshot) {
    List<TombstoneRecord> log = new ArrayList<>();
    snapshot.tombstones().forEachRemaining(log::add);
    log.sort(
        Comparator.comparingLong((TombstoneRecord record) -> record.operation().time())
            .thenComparing(TombstoneRecord::key));
    Set<Long> replayed = new HashSet<>();
    for (TombstoneRecord record : log) {
      var each = space.rows.anchors(record).iterator();
      while (each.hasNext()) {
        if (record.operation().kind().deletes()) {
          replayed.add(each.nextLong());
        } else {
          replayed.remove(each.nextLong());
        }
      }
    }
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      var deleted = snapshot.source(batch).deletions();
      assertThat(deleted.cardinality()).isEqualTo(batch.entry().deleted());
      BatchAnchors known = snapshot.source(batch).anchors();
      for (int i = 0; i < batch.entry().rows(); i++) {
        assertThat(deleted.contains(i)).isEqualTo(replayed.contains(known.anchor(i)));
      }
    }
  }

  /** The ids of the rows of each batch that a snapshot has. */
  List<List<Long>> layout(Snapshot snapshot) {
    List<List<Long>> layout = new ArrayList<>();
    snapshot
        .batches()
        .forEachRemaining(batch -> {
          BatchAnchors known = snapshot.source(batch).anchors();
          List<Long> rowIds = new ArrayList<>();
          for (int i = 0; i < known.rows(); i++) {
            rowIds.add(ids.get(known.anchor(i)));
          }
          layout.add(rowIds);
        });
    return layout;
  }

  /** The ids of the live rows of a snapshot. */
  TreeSet<Long> live(Snapshot snapshot) {
    TreeSet<Long> live = new TreeSet<>();
    snapshot
        .batches()
        .forEachRemaining(batch -> {
          var source = snapshot.source(batch);
          for (int i = 0; i < source.anchors().rows(); i++) {
            if (!source.deletions().contains(i)) {
              live.add(ids.get(source.anchors().anchor(i)));
            }
          }
        });
    return live;
  }

  private void checkRange(Snapshot snapshot, ModelVersion expected) {
    if (expected.live().isEmpty()) {
      return;
    }
    long from = anchor(some(expected.live()));
    long to = anchor(some(expected.live()));
    TreeSet<Long> between = new TreeSet<>(expected.live());
    between.removeIf(id -> anchor(id) < from || anchor(id) >= to);
    assertThat(read(snapshot.scan().anchors(from, to))).isEqualTo(sorted(between));
    long tasks = 0;
    var iterator = snapshot.scan().anchors(from, to).tasks();
    while (iterator.hasNext()) {
      Batch batch = iterator.next().batch();
      assertThat(batch.firstAnchor() < to && batch.lastAnchor() >= from).isTrue();
      tasks++;
    }
    assertThat(tasks > 0 || between.isEmpty()).isTrue();
  }

  private void checkLookup(Snapshot snapshot, ModelVersion expected) {
    List<Long> wanted = new ArrayList<>(expected.live());
    Collections.shuffle(wanted, random);
    wanted = wanted.subList(0, Math.min(3, wanted.size()));
    long[] at = wanted.stream().mapToLong(this::anchor).toArray();
    RowBlock block = snapshot.lookup(at, ModelRow.SCHEMA);
    for (int i = 0; i < at.length; i++) {
      assertThat(ModelRow.of(block.row(i)).toString())
          .isEqualTo(rows.get(wanted.get(i)).toString());
    }
  }

  private void checkSearch(Snapshot snapshot, ModelVersion expected, ModelFilter filter) {
    String name = List.of("near", "angle", "product").get(random.nextInt(3));
    EmbeddingType type = (EmbeddingType) ModelRow.SCHEMA.find(name).orElseThrow().type();
    float[] query = ModelRow.query(random, type.dimension());
    int k = 1 + random.nextInt(random.nextBoolean() ? 5 : 500);
    float limit = random.nextInt(3) == 0 ? random.nextInt(4) : Float.POSITIVE_INFINITY;
    boolean filtered = random.nextBoolean();
    DistanceKernel kernel = DistanceKernel.of(type.metric(), query);
    List<SearchResult.Hit> all = new ArrayList<>();
    for (long id : expected.live()) {
      float[] vector = rows.get(id).vector(name);
      if (vector != null && (!filtered || filter.twin().test(rows.get(id)))) {
        float distance = kernel.distance(vector) + 0.0f;
        if (distance <= limit) {
          all.add(new SearchResult.Hit(anchor(id), distance));
        }
      }
    }
    all.sort(
        Comparator.comparing(SearchResult.Hit::distance)
            .thenComparingLong(SearchResult.Hit::anchor));
    SearchRequest request =
        SearchRequest.near(query)
            .withField(name)
            .withK(k)
            .withMaxDistance(limit)
            .withFilter(filtered ? filter.predicate() : Predicate.Constant.TRUE);
    String what = request + ", filter " + (filtered ? filter.text() : "none");
    List<SearchResult.Hit> nearest = all.subList(0, Math.min(k, all.size()));
    assertThat(snapshot.search(request.withMode(SearchRequest.Mode.EXACT)).hits())
        .as(what)
        .isEqualTo(nearest);
    SearchRequest probing = random.nextBoolean() ? request : request.withProbes(1);
    List<SearchResult.Hit> found = snapshot.search(probing).hits();
    boolean indexed = snapshot.searched(snapshot.embedding(Optional.of(name))).index().isPresent();
    // An index may miss some, and never finds too few, wrong ones or in another order.
    List<SearchResult.Hit> expectedHits =
        indexed ? all.stream().filter(new HashSet<>(found)::contains).toList() : nearest;
    assertThat(found).as(what).isEqualTo(expectedHits);
    // Rows beyond the limit are no rows to look further for.
    assertThat(limit < Float.POSITIVE_INFINITY || found.size() == nearest.size()).as(what).isTrue();
  }

  private long some(TreeSet<Long> from) {
    return new ArrayList<>(from).get(random.nextInt(from.size()));
  }

  /** Anchor and values of each row, in the order in which they should come. */
  private List<String> sorted(Set<Long> live) {
    return live.stream()
        .sorted(Comparator.comparingLong(this::anchor))
        .map(id -> anchor(id) + " " + rows.get(id))
        .toList();
  }

  static List<String> read(Scan scan) {
    List<String> found = new ArrayList<>();
    Iterator<Scan.ScannedRows> blocks = scan.rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      for (int i = 0; i < block.anchors().length; i++) {
        found.add(block.anchors()[i] + " " + ModelRow.of(block.rows().row(i)));
      }
    }
    return found;
  }
}
