package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.LocalObjectStore;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wrong byte anywhere is found, or is in what the question does not need; never a wrong row. */
class DamagedTableTest {

  private static final int WIDE = 160;
  private static final Schema SCHEMA =
      Schema.of(
          Field.required(11, "id", PrimitiveType.BIGINT),
          Field.nullable(12, "word", PrimitiveType.STRING),
          Field.nullable(13, "v", new EmbeddingType(WIDE, Metric.L2)));

  @TempDir Path folder;
  private Path root;
  private final Random random = new Random(7);

  @BeforeEach
  void makeTable() {
    Warehouse warehouse = Warehouse.open(folder.toString());
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(TableName.parse("demo.damaged"), SCHEMA, Map.of());
    append(table, 0, 2_000);
    for (int i = 0; i < 12; i++) {
      append(table, 2_000 + i, 2_001 + i);
    }
    PrimitiveIterator.OfLong odd =
        LongStream.range(0, 1_000).map(i -> firstAnchor(table) + 2 * i + 1).iterator();
    table.delete(RefName.MAIN).anchors(odd, java.util.Optional.empty());
    table.createTag("kept", "main");
    table.delete(RefName.MAIN).where(Predicate.parse("id = 2003"));
    root = Path.of(table.location().replaceFirst("^file:(//)?", ""));
  }

  @Test
  void aFlippedBitIsNeverAWrongRow() throws IOException {
    damageEach(
        objects(),
        bytes -> {
          byte[] damaged = bytes.clone();
          damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
          return damaged;
        });
  }

  @Test
  void aTruncatedObjectIsNeverAWrongRow() throws IOException {
    damageEach(onePerFolder(), bytes -> Arrays.copyOf(bytes, random.nextInt(bytes.length)));
  }

  @Test
  void aMissingObjectIsNamed() throws IOException {
    damageEach(onePerFolder(), bytes -> null);
  }

  @Test
  void aRefOfAWrongLengthIsNamed() throws IOException {
    Path ref;
    try (Stream<Path> versions = Files.list(root.resolve("refs/main"))) {
      ref = versions.max(java.util.Comparator.naturalOrder()).orElseThrow();
    }
    byte[] body = Files.readAllBytes(ref);
    write(ref, Arrays.copyOf(body, 20));
    assertThatThrownBy(() -> open().snapshot())
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("main")
        .hasMessageContaining("33 bytes");
  }

  /** Damages these objects in turn; a damage that gives null removes it. */
  private void damageEach(List<Path> files, Function<byte[], byte @Nullable []> damage)
      throws IOException {
    List<String> expected = answers(open());
    Set<String> needed = needed();
    Set<String> leaves = new TreeSet<>();
    int found = 0;
    for (Path file : files) {
      String key = root.relativize(file).toString();
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      byte[] damaged = damage.apply(whole);
      if (damaged != null) {
        Files.write(file, damaged);
      }
      boolean failed = false;
      Dataset table = null;
      for (Question question : Question.values()) {
        try {
          table = table == null ? open() : table;
          assertThat(question.ask(table)).as(key).isEqualTo(expected.get(question.ordinal()));
        } catch (DreamException e) {
          failed = true;
          assertThat(e.getMessage())
              .as(question + " over " + key)
              .contains(file.getFileName().toString());
        }
      }
      if (needed.contains(key)) {
        assertThat(failed).as("%s is needed, and its damage was not seen", key).isTrue();
        leaves.add(key.split("/").length == 4 ? key.split("/")[2] : "manifests");
      }
      found += failed ? 1 : 0;
      write(file, whole);
    }
    assertThat(found).isGreaterThanOrEqualTo(leaves.size());
    assertThat(leaves).contains("batch", "vector", "track", "bitmap", "index");
    assertThat(answers(open())).isEqualTo(expected);
  }

  private enum Question {
    SCAN,
    SEARCH,
    FILTERED,
    COUNT;

    String ask(Dataset table) {
      Snapshot now = table.snapshot();
      return switch (this) {
        case SCAN -> rows(now.scan());
        case FILTERED -> rows(now.scan().where(Predicate.parse("id between 1990 and 2010")));
        case SEARCH -> now.search(SearchRequest.near(vector(77)).withK(2_100)).hits().toString();
        case COUNT -> now.rowCount() + " of " + now.summary();
      };
    }
  }

  private static List<String> answers(Dataset table) {
    return Arrays.stream(Question.values()).map(question -> question.ask(table)).toList();
  }

  /** What the head's scan and search cannot do without: the keys of its live batches and pages. */
  private Set<String> needed() {
    LocalObjectStore store = new LocalObjectStore(root);
    DatasetOptions options = DatasetOptions.DEFAULT;
    Space space = Space.open(store, options, Space.Caches.of(options));
    Set<String> keys =
        new TreeSet<>(new ReachedKeys(store, options).own(space.liveHead(RefName.MAIN).stored()));
    keys.removeIf(key -> key.startsWith("outboards/") || key.contains("/tombstone/"));
    Iterator<Batch> batches = open().snapshot().batches();
    while (batches.hasNext()) {
      BatchEntry entry = batches.next().entry();
      if (entry.liveRows() == 0) {
        keys.removeIf(key ->
            key.endsWith(entry.data().name())
                || key.endsWith(entry.vectors().get(0).storage().name()));
      }
    }
    return keys;
  }

  private List<Path> objects() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !root.relativize(file).startsWith("refs"))
          .filter(file -> !root.relativize(file).startsWith("gc"))
          .sorted()
          .toList();
    }
  }

  /** An object of each kind, one that is needed where there is one. */
  private List<Path> onePerFolder() throws IOException {
    Map<Path, Path> perFolder = new TreeMap<>();
    Set<String> needed = needed();
    for (Path file : objects()) {
      boolean better = needed.contains(root.relativize(file).toString());
      perFolder.merge(file.getParent(), file, (known, other) -> better ? other : known);
    }
    return List.copyOf(perFolder.values());
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    Files.write(file, bytes);
  }

  private Dataset open() {
    return Dataset.open(root.toString());
  }

  private static long firstAnchor(Dataset table) {
    return table.snapshot().batches().next().firstAnchor();
  }

  private static String rows(Scan scan) {
    StringBuilder text = new StringBuilder();
    Iterator<Scan.ScannedRows> blocks = scan.rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      for (int i = 0; i < block.anchors().length; i++) {
        List<Object> row = new ArrayList<>(block.rows().row(i));
        row.set(2, Arrays.hashCode((float[]) row.get(2)));
        text.append(block.anchors()[i]).append(row).append('\n');
      }
    }
    return text.toString();
  }

  private static void append(Dataset table, int from, int to) {
    List<ColumnBuilder> builders =
        SCHEMA.fields().stream().map(field -> ColumnBuilder.of(field.type())).toList();
    for (int id = from; id < to; id++) {
      builders.get(0).append((long) id);
      builders.get(1).append("word " + id % 7);
      builders.get(2).append(vector(id));
    }
    List<Column> columns = new ArrayList<>();
    builders.forEach(builder -> columns.add(builder.build()));
    table.append(RefName.MAIN).rows(List.of(new RowBlock(SCHEMA, to - from, columns)));
  }

  private static float[] vector(int id) {
    float[] vector = new float[WIDE];
    for (int i = 0; i < WIDE; i++) {
      vector[i] = (id * 31 + i * 17) % 101;
    }
    return vector;
  }
}
