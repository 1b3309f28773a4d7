package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.LimitExceeded;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {

  private final MemoryPages pages = new MemoryPages();
  private final TreeReader reader = new TreeReader(pages);
  private final TreeEditor editor = new TreeEditor(pages, value -> 1);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void theSameEntriesGiveTheSameTreeWhateverTheWayToThem(long seed) {
    Random random = new Random(seed);
    TreeMap<TreeKey, CborValue> model = new TreeMap<>();
    Tree tree = Tree.EMPTY;
    for (int step = 0; step < 60; step++) {
      SortedMap<TreeKey, Optional<CborValue>> edits = randomEdits(random, model);
      tree = editor.edit(tree, edits);
      apply(edits, model);

      assertThat(tree).as("seed %d, step %d", seed, step).isEqualTo(built(model));
      assertThat(tree.count()).isEqualTo(model.size());
    }
    assertThat(entries(tree, null, null)).isEqualTo(model);
    assertThat(pages.largest).isLessThanOrEqualTo(8_192);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void pagesBeginWhereTheRecursiveRuleCuts(long seed) {
    Random random = new Random(seed);
    TreeMap<TreeKey, CborValue> model = new TreeMap<>();
    for (int i = 0; i < 1_000; i++) {
      model.put(TreeKey.ofLong(random.nextInt(100_000)), value(random));
    }
    List<TreeItem> items = new ArrayList<>();
    model.forEach((key, value) -> items.add(TreeItem.Leaf.of(key, value)));
    List<TreeKey> expected = new ArrayList<>();
    cut(items, expected);

    List<TreeKey> found =
        new PageCutter(pages, value -> 1).cut(items, 0).stream().map(TreeItem.Child::key).toList();

    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void oneChangeRewritesFewPages() {
    Random random = new Random(21);
    Tree tree = built(ascending(50_000, 10, 100));
    int levels = ((Tree.Paged) tree).level() + 1;
    int changes = 200;
    long written = 0;
    for (int i = 0; i < changes; i++) {
      pages.resetCounts();
      TreeKey key = TreeKey.ofLong(random.nextInt(500_000));
      tree = editor.edit(tree, edit(key, Optional.of(new CborInt(i))));
      written += pages.writes;
      // Pages with an item within a page's worth of bytes of the change, on each level.
      assertThat(pages.bytesWritten).isLessThanOrEqualTo(levels * 4L * 8_192);
    }
    assertThat((double) written / changes).isLessThan(2.0 * levels);
  }

  @Test
  void appendingWritesLittleHoweverManyEntriesThereAre() {
    Tree tree = Tree.EMPTY;
    long writtenLate = 0;
    for (int i = 0; i < 3_000; i++) {
      pages.resetCounts();
      CborValue value = CborBytes.copyOf(new byte[400]);
      tree = editor.edit(tree, edit(TreeKey.ofLong(i), Optional.of(value)));
      writtenLate += i < 2_900 ? 0 : pages.bytesWritten;
    }
    assertThat(writtenLate / 100).isLessThan(24 * 1_024);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34})
  void differencesAreThoseOfTheModels(long seed) {
    Random random = new Random(seed);
    TreeMap<TreeKey, CborValue> left = new TreeMap<>();
    int size = random.nextInt(5_000);
    for (int i = 0; i < size; i++) {
      left.put(TreeKey.ofLong(random.nextInt(50_000)), value(random));
    }
    TreeMap<TreeKey, CborValue> right = new TreeMap<>(left);
    for (int i = 0; i < 20; i++) {
      apply(randomEdits(random, right), right);
    }
    TreeMap<TreeKey, CborValue> all = new TreeMap<>(left);
    all.putAll(right);
    List<TreeDifference> expected = new ArrayList<>();
    for (TreeKey key : all.keySet()) {
      if (!Objects.equals(left.get(key), right.get(key))) {
        expected.add(new TreeDifference(key, left.get(key), right.get(key)));
      }
    }

    List<TreeDifference> found = new ArrayList<>();
    new TreeDiff(reader, built(left), built(right), CborValue::equals).forEachRemaining(found::add);

    assertThat(found).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void differencesReadOnlyWhatDiffers() {
    Tree left = built(ascending(50_000, 1, 100));
    Tree right = editor.edit(left, edit(TreeKey.ofLong(25_000), Optional.empty()));
    pages.resetCounts();

    List<TreeDifference> found = new ArrayList<>();
    new TreeDiff(reader, left, right, CborValue::equals).forEachRemaining(found::add);

    assertThat(found).extracting(TreeDifference::key).containsExactly(TreeKey.ofLong(25_000));
    assertThat(pages.reads).isLessThan(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 300, 4_000})
  void lookUpsAndRangesAreThoseOfTheModel(int size) {
    Random random = new Random(size);
    TreeMap<TreeKey, CborValue> model = new TreeMap<>();
    while (model.size() < size) {
      model.put(TreeKey.ofLong(random.nextInt(20_000)), new CborInt(random.nextInt(9)));
    }
    Tree tree = built(model);
    for (int i = 0; i < 100; i++) {
      TreeKey from = TreeKey.ofLong(random.nextInt(20_000));
      TreeKey to = TreeKey.ofLong(random.nextInt(20_000));
      Map.Entry<TreeKey, CborValue> floor = model.floorEntry(from);

      assertThat(reader.get(tree, from)).isEqualTo(Optional.ofNullable(model.get(from)));
      assertThat(reader.floor(tree, from).map(TreeItem.Leaf::key))
          .isEqualTo(Optional.ofNullable(floor).map(Map.Entry::getKey));
      assertThat(entries(tree, from, null)).isEqualTo(model.tailMap(from));
      assertThat(entries(tree, null, to)).isEqualTo(model.headMap(to));
      if (from.compareTo(to) <= 0) {
        assertThat(entries(tree, from, to)).isEqualTo(model.subMap(from, to));
      }
    }
  }

  @Test
  void aTreeReadsBackFromItsTrack() {
    for (int size : new int[] {0, 1, 10, 2_000}) {
      Tree tree = built(ascending(size, 1, 20));
      CborValue read = Cbor.decode(Cbor.encode(tree.encode()), "track");

      assertThat(Tree.decode(CborItem.root("track", read))).isEqualTo(tree);
    }
  }

  @Test
  void anEntryAboveTheLimitIsRefusedWithItsSize() {
    CborValue large = CborBytes.copyOf(new byte[5_000]);

    assertThatThrownBy(() -> editor.edit(Tree.EMPTY, edit(TreeKey.ofLong(1), Optional.of(large))))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("limit is 4096");
  }

  private static TreeMap<TreeKey, CborValue> ascending(int size, long step, int valueBytes) {
    TreeMap<TreeKey, CborValue> model = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      model.put(TreeKey.ofLong(i * step), CborBytes.copyOf(new byte[valueBytes]));
    }
    return model;
  }

  private static SortedMap<TreeKey, Optional<CborValue>> edit(
      TreeKey key, Optional<CborValue> value) {
    return new TreeMap<>(Map.of(key, value));
  }

  private static void apply(
      SortedMap<TreeKey, Optional<CborValue>> edits, TreeMap<TreeKey, CborValue> model) {
    edits.forEach(
        (key, value) -> value.ifPresentOrElse(v -> model.put(key, v), () -> model.remove(key)));
  }

  /** A few edits, now and then very many; more removals than entries in some steps. */
  private static SortedMap<TreeKey, Optional<CborValue>> randomEdits(
      Random random, TreeMap<TreeKey, CborValue> model) {
    SortedMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    int count = random.nextInt(10) == 0 ? random.nextInt(800) : random.nextInt(5);
    List<TreeKey> present = new ArrayList<>(model.keySet());
    boolean shrinking = random.nextInt(4) == 0;
    for (int i = 0; i < count; i++) {
      if (!present.isEmpty() && (shrinking || random.nextInt(3) == 0)) {
        TreeKey key = present.get(random.nextInt(present.size()));
        edits.put(key, random.nextInt(4) == 0 ? Optional.of(value(random)) : Optional.empty());
      } else {
        edits.put(TreeKey.ofLong(random.nextInt(50_000)), Optional.of(value(random)));
      }
    }
    return edits;
  }

  private static CborValue value(Random random) {
    int length = random.nextInt(8) == 0 ? random.nextInt(3_000) : random.nextInt(60);
    return CborBytes.copyOf(new byte[length]);
  }

  private Tree built(TreeMap<TreeKey, CborValue> model) {
    SortedMap<TreeKey, Optional<CborValue>> edits = new TreeMap<>();
    model.forEach((key, value) -> edits.put(key, Optional.of(value)));
    return editor.edit(Tree.EMPTY, edits);
  }

  private TreeMap<TreeKey, CborValue> entries(Tree tree, TreeKey from, TreeKey to) {
    TreeMap<TreeKey, CborValue> found = new TreeMap<>();
    List<TreeKey> order = new ArrayList<>();
    Iterator<TreeItem.Leaf> range = reader.range(tree, from, to);
    while (range.hasNext()) {
      TreeItem.Leaf leaf = range.next();
      order.add(leaf.key());
      found.put(leaf.key(), leaf.value());
    }
    assertThat(order).isSortedAccordingTo(Comparator.naturalOrder());
    return found;
  }

  /**
   * The rule in its recursive form: cut a run that is too large before its item of smallest rank.
   */
  private static void cut(List<? extends TreeItem> run, List<TreeKey> beginnings) {
    if (run.stream().mapToInt(TreeItem::sizeBytes).sum() <= Page.MAX_PAYLOAD_BYTES) {
      beginnings.add(run.get(0).key());
      return;
    }
    Comparator<Integer> byRank =
        Comparator.comparing(i -> PageBorders.rank(run.get(i).key(), 0), Long::compareUnsigned);
    int at = IntStream.range(1, run.size()).boxed().min(byRank).orElseThrow();
    cut(run.subList(0, at), beginnings);
    cut(run.subList(at, run.size()), beginnings);
  }
}
