package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.dataset.SearchRequest.Mode;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoredObject;
import io.dreamdb.store.s3.StrictS3Server;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches where nothing can be mapped: the same answers, for few bytes, all of them checked. */
class SearchesInABucketTest {

  private static final long SEED = Long.getLong("dreamdb.seed", 4711);
  private static final int GROUP = 16 << 10;

  @TempDir static Path folder;
  private static StrictS3Server server;
  private static Dataset local;
  private static int copies;

  @BeforeAll
  static void makeTable() {
    server = StrictS3Server.start();
    local = WideTable.make(folder.resolve("wide"), 4);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void everySearchGivesTheAnswerOfTheFolderItWasCopiedFrom() {
    Dataset bucket = inBucket(local, DatasetOptions.DEFAULT);
    String memory = "memory:wide";
    local.cloneTo(memory, Map.of()).run();
    requireSameAnswers(local, bucket, WideTable.DIMENSION, 10_560, 30);
    requireSameAnswers(local, Dataset.open(memory), WideTable.DIMENSION, 10_560, 30);
  }

  @Test
  void smallObjectsWithoutOutboardsGiveTheSameAnswers() {
    Dataset points = IndexedTable.make(folder.resolve("points"));
    requireSameAnswers(points, inBucket(points, DatasetOptions.DEFAULT), 12, 4_050, 30);
  }

  @Test
  void answersAreTheSameWhateverIsCheckedWhen() {
    for (String verify : List.of("always", "off")) {
      Dataset bucket = inBucket(local, DatasetOptions.parse(Map.of("verify", verify)));
      requireSameAnswers(local, bucket, WideTable.DIMENSION, 10_560, 10);
    }
  }

  @Test
  void aSearchReadsTheProbedCellsAndTheCandidatesVectorsInTwoRounds() {
    Snapshot bucket = inBucket(local, DatasetOptions.DEFAULT).snapshot();
    long before = gets();
    SearchResult.Statistics first = bucket.search(request(1)).statistics();
    assertThat(gets() - before).as("requests of the first search").isLessThan(60);
    assertThat(first.fetchedBytes()).isBetween(1L, 5L << 20);
    for (int query = 2; query < 20; query++) {
      before = gets();
      SearchResult.Statistics warm = bucket.search(request(query)).statistics();
      assertThat(warm.requests()).as("all requests").isEqualTo(gets() - before);
      // Cells and vectors, heads of batches, and uncovered rows where they are no more in memory.
      assertThat(warm.rounds()).isLessThanOrEqualTo(4);
      assertThat(warm.fetchedBytes()).isLessThan(3L << 20);
    }
    before = gets();
    SearchResult.Statistics again = bucket.search(request(19)).statistics();
    assertThat(gets() - before).as("requests of a search that was done before").isZero();
    assertThat(again.fetchedBytes()).isZero();
    assertThat(again.rounds()).isZero();
  }

  @Test
  void aRowReadByItsAnchorTakesItsPagesAndItsVector() {
    Snapshot bucket = inBucket(local, DatasetOptions.DEFAULT).snapshot();
    long[] anchors = {anchorOf(1234), anchorOf(7000), anchorOf(1300)};
    long before = gets();
    assertThat(bucket.lookup(anchors, WideTable.SCHEMA).columns())
        .usingRecursiveComparison()
        .isEqualTo(local.snapshot().lookup(anchors, WideTable.SCHEMA).columns());
    assertThat(gets() - before).isLessThan(30);
  }

  @Test
  void absentOutboardsMeanThatAnObjectIsReadWholeOnce() {
    String location = bucketLocation();
    local.cloneTo(location, server.options()).run();
    try (ObjectStore store = ObjectStores.open(location, server.options())) {
      List<ObjectKey> outboards = keys(store, "outboards/");
      assertThat(outboards).hasSizeGreaterThan(3);
      store.delete(outboards);
    }
    Dataset bucket = open(location, DatasetOptions.DEFAULT);
    requireSameAnswers(local, bucket, WideTable.DIMENSION, 10_560, 3);
    assertThat(bucket.snapshot().search(request(99)).statistics().fetchedBytes())
        .isLessThan(3L << 20);
  }

  @Test
  void aWrongOutboardIsNoDamageOfTheObject() {
    String location = bucketLocation();
    local.cloneTo(location, server.options()).run();
    damage(location, "outboards/");
    requireSameAnswers(
        local, open(location, DatasetOptions.DEFAULT), WideTable.DIMENSION, 10_560, 3);
  }

  @Test
  void aFlippedBitInWhatASearchReadsIsNamed() {
    for (String leaf : List.of("/vector/", "/pack/")) {
      String location = bucketLocation();
      local.cloneTo(location, server.options()).run();
      damage(location, leaf);
      Snapshot bucket = open(location, DatasetOptions.DEFAULT).snapshot();
      assertThatThrownBy(() -> bucket.search(request(3)))
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(leaf)
          .hasMessageContaining("from offset");
    }
  }

  /** Flips a bit in every group of objects with outboards, or of outboards. */
  private static void damage(String location, String part) {
    try (ObjectStore store = ObjectStores.open(location, server.options())) {
      for (ObjectKey key : keys(store, part)) {
        ByteBuffer read = store.read(key);
        byte[] bytes = new byte[read.remaining()];
        read.get(bytes);
        for (int at = 5; at < bytes.length; at += GROUP) {
          bytes[at] ^= 1;
        }
        if (part.equals("outboards/") || bytes.length > 1 << 20) {
          store.put(key, ObjectBody.of(bytes));
        }
      }
    }
  }

  private static List<ObjectKey> keys(ObjectStore store, String part) {
    List<ObjectKey> keys = new ArrayList<>();
    for (StoredObject object : store.listAll("")) {
      boolean outboard = object.key().path().startsWith("outboards/");
      if (object.key() instanceof ObjectKey key
          && key.path().contains(part)
          && outboard == part.equals("outboards/")) {
        keys.add(key);
      }
    }
    return keys;
  }

  private static void requireSameAnswers(
      Dataset expected, Dataset found, int dimension, int rows, int times) {
    Snapshot left = expected.snapshot();
    Snapshot right = found.snapshot();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < times; i++) {
      SearchRequest request = random(random, left, dimension, rows);
      assertThat(right.search(request).hits())
          .as("-Ddreamdb.seed=%d, search %d: %s", SEED, i, request)
          .isEqualTo(left.search(request).hits());
    }
    List<float[]> queries = List.of(query(random, dimension), query(random, dimension));
    SearchRequest several = SearchRequest.near(queries.get(0)).withK(20);
    assertThat(right.search(several, queries).stream().map(SearchResult::hits))
        .isEqualTo(left.search(several, queries).stream().map(SearchResult::hits).toList());
  }

  private static SearchRequest random(
      SplittableRandom random, Snapshot snapshot, int dimension, int rows) {
    SearchRequest request = SearchRequest.near(query(random, dimension));
    if (random.nextInt(5) == 0) {
      long anchor = snapshot.search(request.withK(1)).hits().get(0).anchor();
      request = SearchRequest.nearRow(anchor);
    }
    request = request.withK(1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 20));
    switch (random.nextInt(4)) {
      case 0 -> request = request.withMode(Mode.EXACT);
      case 1 -> request = request.withProbes(1 + random.nextInt(30));
      case 2 -> request = request.withRecall(0.99);
      default -> {}
    }
    switch (random.nextInt(4)) {
      case 0 -> request = request.withFilter(Predicate.parse("id < " + random.nextInt(rows)));
      case 1 -> {
        int from = random.nextInt(rows);
        String text = "id between " + from + " and " + (from + 3);
        request = request.withFilter(Predicate.parse(text));
      }
      default -> {}
    }
    return request;
  }

  private static float[] query(SplittableRandom random, int dimension) {
    if (dimension == WideTable.DIMENSION) {
      return WideTable.vector(random.nextInt(20_000));
    }
    float[] query = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      query[i] = (float) (4 * random.nextGaussian());
    }
    return query;
  }

  private static SearchRequest request(int query) {
    return SearchRequest.near(WideTable.vector(50_000 + query));
  }

  private static long anchorOf(int id) {
    SearchRequest request = SearchRequest.near(WideTable.vector(id)).withMode(Mode.EXACT);
    return local.snapshot().search(request.withK(1)).hits().get(0).anchor();
  }

  private static Dataset inBucket(Dataset table, DatasetOptions options) {
    String location = bucketLocation();
    table.cloneTo(location, server.options()).run();
    return open(location, options);
  }

  private static Dataset open(String location, DatasetOptions options) {
    return Dataset.open(location, server.options(), options);
  }

  private static String bucketLocation() {
    return "s3://" + StrictS3Server.BUCKET + "/copy" + copies++;
  }

  private static long gets() {
    return server.requests("GET");
  }
}
