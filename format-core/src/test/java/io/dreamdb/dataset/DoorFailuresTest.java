package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.DreamException;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import io.dreamdb.StoreUnavailable;
import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the door refuses, and that it says what, why and what to do. */
class DoorFailuresTest {

  private static final TableName NAME = new TableName("demo", "films");

  @TempDir Path folder;
  private Warehouse warehouse;
  private Dataset table;

  @BeforeEach
  void makeTable() {
    warehouse = Warehouse.open(folder.toString());
    warehouse.createSchema("demo", Map.of());
    table = warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of());
    table.append(RefName.MAIN).rows(List.of(ModelRow.block(rows(0, 20))));
  }

  @Test
  void unknownNamesAreNamed() {
    refused(() -> warehouse.table(TableName.parse("demo.nothing"))).hasMessageContaining("nothing");
    refused(() -> warehouse.createTable(TableName.parse("no.films"), ModelRow.SCHEMA, Map.of()))
        .hasMessageContaining("'no'");
    refused(() -> warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of()))
        .hasMessageContaining("demo.films");
    refused(() -> warehouse.dropSchema("demo")).hasMessageContaining("1 tables");
    refused(() -> warehouse.dropSchema("no")).hasMessageContaining("'no'");
    refused(() -> warehouse.rename(NAME, NAME)).hasMessageContaining("already");
    refused(() -> warehouse.undrop(NAME, "abcdefgh")).hasMessageContaining("abcdefgh");
    refused(() -> TableName.parse("a.b.c")).hasMessageContaining("schema.table");
    refused(() -> TableName.parse("a._b")).hasMessageContaining("_b");
    refused(() -> table.append(new RefName("dev")))
        .hasMessageContaining("'dev'")
        .hasMessageContaining("main");
    refused(() -> table.append(RefName.tag("x"))).hasMessageContaining("tags do not change");
    refused(() -> table.createBranch("tag.x", "main")).hasMessageContaining("tag.");
    refused(() -> table.deleteRef(RefName.MAIN)).hasMessageContaining("main");
  }

  @Test
  void unknownVersionsAreNamed() {
    ObjectId foreign = ObjectId.parse("dztstcp2xjy33x4jvclqsdd67oejdoa7rjm55cbjvzz3kxx64rrpe");
    for (String pointer :
        List.of("no", "main~9", foreign.toString(), "dztstcp2", "", "main~", "Ä", "x".repeat(53))) {
      refused(() -> table.snapshot(pointer)).hasMessageContaining("'" + pointer + "'");
      refused(() -> table.createBranch("b", pointer)).hasMessageContaining("'" + pointer + "'");
    }
    refused(() -> table.snapshotAt(RefName.MAIN, 1)).hasMessageContaining("1970");
  }

  @Test
  void aClosedRefsManifestIsNoVersion() {
    table.createBranch("dev", "main");
    ObjectId closed = table.deleteRef(new RefName("dev")).version();
    table.createBranch("dev", "main");
    refused(() -> table.snapshot(closed.toString())).hasMessageContaining(closed.toString());
  }

  @Test
  void theIdOfALostManifestIsNoVersion() {
    Append late = table.append(RefName.MAIN);
    table.append(RefName.MAIN).rows(List.of(ModelRow.block(rows(20, 21))));
    late.rows(List.of(ModelRow.block(rows(21, 22))));
    Space space = space();
    List<ObjectId> stored = space.reader.manifestsWithPrefix("d");
    List<ObjectId> held = new ArrayList<>();
    table.history(RefName.MAIN).forEachRemaining(version -> held.add(version.version()));
    assertThat(stored).hasSize(held.size() + 1);
    for (ObjectId id : stored) {
      if (held.contains(id)) {
        assertThat(table.snapshot(id.toString()).version()).isEqualTo(id);
      } else {
        refused(() -> table.snapshot(id.toString())).hasMessageContaining(id.toString());
        refused(() -> table.snapshot(id.toString().substring(0, 12)));
      }
    }
  }

  @Test
  void aFolderWithoutATableIsSaidToHaveNone() {
    refused(() -> Dataset.open(folder.resolve("empty").toString())).hasMessageContaining("empty");
    refused(() -> Dataset.open("nosuch:place")).hasMessageContaining("nosuch");
  }

  @Test
  void aWarehouseThatCannotBeWrittenIsSaidSo() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> Warehouse.open(file.resolve("warehouse").toString()))
        .isInstanceOfAny(StoreUnavailable.class, InvalidInput.class)
        .hasMessageContaining("file");
  }

  @Test
  void badVectorsAreRefusedAndNothingIsWritten() {
    float[][] bad = {{Float.NaN, 0, 0}, {0, Float.POSITIVE_INFINITY, 0}, {1e19f, 1e19f, 1e19f}};
    for (float[] vector : bad) {
      ModelRow row = new ModelRow(99, null, null, vector, null, null);
      refused(() -> table.append(RefName.MAIN).rows(List.of(ModelRow.block(List.of(row)))))
          .hasMessageContaining("near");
    }
    ModelRow zero = new ModelRow(99, null, null, null, new float[2], null);
    refused(() -> table.append(RefName.MAIN).rows(List.of(ModelRow.block(List.of(zero)))))
        .hasMessageContaining("angle");
    assertThat(table.snapshot().rowCount()).isEqualTo(20);
  }

  @Test
  void aWriterThatFailedDoesNotGoOn() {
    Append append = table.append(RefName.MAIN);
    ModelRow bad = new ModelRow(99, null, null, new float[] {1, 1, 1}, new float[2], null);
    try (TaskWriter writer = TaskWriter.open(append.plan(), new ParquetRowBatchCodec())) {
      writer.write(ModelRow.block(rows(20, 22)));
      refused(() -> writer.write(ModelRow.block(List.of(bad))));
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> writer.write(ModelRow.block(rows(22, 23))))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void rowsOfOtherColumnsAreRefused() {
    Schema other = ModelRow.SCHEMA.select(List.of("id", "score"));
    var block =
        new io.dreamdb.schema.RowBlock(
            other, 1, ModelRow.block(rows(0, 1)).columns().subList(0, 2));
    refused(() -> table.append(RefName.MAIN).rows(List.of(block))).hasMessageContaining("score");
  }

  @Test
  void badQueriesAreRefused() {
    Snapshot now = table.snapshot();
    SearchRequest good = SearchRequest.near(1, 2, 3).withField("near");
    refused(() -> now.search(SearchRequest.near(1, 2, 3))).hasMessageContaining("near, angle");
    refused(() -> now.search(good.withField("score"))).hasMessageContaining("score");
    refused(() -> now.search(SearchRequest.near().withField("near")))
        .hasMessageContaining("0 values");
    refused(() -> now.search(SearchRequest.near(1, 2).withField("near"))).hasMessageContaining("3");
    refused(() -> now.search(SearchRequest.near(1, Float.NaN, 3).withField("near")));
    refused(() -> now.search(SearchRequest.near(1, Float.NEGATIVE_INFINITY, 3).withField("near")));
    refused(() -> now.search(SearchRequest.near(0, 0).withField("angle")));
    refused(() -> good.withK(0)).hasMessageContaining("0");
    refused(() -> good.withK(-1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> good.withK(10_001))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("10001")
        .hasMessageContaining("10000");
    refused(() -> good.withMaxDistance(Float.NaN)).hasMessageContaining("NaN");
    refused(() -> now.search(SearchRequest.nearRow(5).withField("near"))).hasMessageContaining("5");
    refused(() -> now.search(good.withFilter(Predicate.parse("nothing = 1"))))
        .hasMessageContaining("nothing");
    refused(() -> now.search(good.withFilter(Predicate.parse("id = 'a'"))));
    refused(() -> Predicate.parse("id = ")).isInstanceOf(InvalidInput.class);
    refused(() -> now.lookup(new long[] {-1}, ModelRow.SCHEMA)).hasMessageContaining("-1");
    assertThat(now.search(good.withK(10_000)).hits()).hasSizeLessThanOrEqualTo(20);
  }

  @Test
  void tooManyEmbeddingsAndTooLongPropertiesAreRefused() {
    Field[] fields = new Field[25];
    for (int i = 0; i < fields.length; i++) {
      fields[i] = Field.nullable(i + 1, "e" + i, new EmbeddingType(2, Metric.L2));
    }
    assertThatThrownBy(
            () -> warehouse.createTable(TableName.parse("demo.wide"), Schema.of(fields), Map.of()))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("24");
    assertThatThrownBy(() -> warehouse.createSchema("long", Map.of("a", "x".repeat(3_000))))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("3000");
    assertThat(warehouse.schemas()).containsExactly("demo");
    assertThat(warehouse.tables("demo")).containsExactly(NAME);
  }

  @Test
  void aRefusedUndropLeavesTheTableSealed() {
    warehouse.drop(NAME);
    String suffix = warehouse.hiddenTables().get(0).suffix();
    warehouse.createTable(NAME, ModelRow.SCHEMA, Map.of());
    refused(() -> warehouse.undrop(NAME, suffix)).hasMessageContaining("already");
    assertThatThrownBy(() -> table.append(RefName.MAIN)).hasMessageContaining("dropped");
    warehouse.purge(NAME, suffix);
    assertThat(warehouse.hiddenTables()).isEmpty();
    assertThat(warehouse.table(NAME).snapshot().rowCount()).isZero();
  }

  @Test
  void aLaneWithoutRoomIsReplacedByANewOne() {
    Space space = space();
    Committer committer = new Committer(space);
    AnchorSource full = space.liveHead(RefName.MAIN).stored().manifest().anchors();
    committer.commit(
        space.liveHead(RefName.MAIN),
        new Change() {
          @Override
          public String name() {
            return "test";
          }

          @Override
          public Optional<Draft> apply(Step step) {
            var head = step.head().stored().manifest();
            return Optional.of(
                Draft.of(
                    head.state(),
                    Summary.unchanged("test", head.summary()),
                    new AnchorSource(full.lane(), AnchorSource.SEQUENCES - 5)));
          }
        });
    table.append(RefName.MAIN).rows(List.of(ModelRow.block(rows(20, 25))));
    AnchorSource used = space.liveHead(RefName.MAIN).stored().manifest().anchors();
    assertThat(used).isEqualTo(new AnchorSource(full.lane(), AnchorSource.SEQUENCES));
    table.append(RefName.MAIN).rows(List.of(ModelRow.block(rows(25, 26))));
    AnchorSource next = space.liveHead(RefName.MAIN).stored().manifest().anchors();
    assertThat(next.lane()).isNotEqualTo(full.lane());
    assertThat(next.next()).isEqualTo(1);
    Iterator<Batch> batches = table.snapshot().batches();
    long total = 0;
    while (batches.hasNext()) {
      Batch batch = batches.next();
      assertThat(Anchor.lane(batch.firstAnchor())).isEqualTo(Anchor.lane(batch.lastAnchor()));
      total += batch.entry().rows();
    }
    assertThat(total).isEqualTo(26);
    assertThat(VersionCheck.read(table.snapshot().scan())).hasSize(26);
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOf(DreamException.class)
        .isInstanceOf(InvalidInput.class);
  }

  private Space space() {
    return Space.open(
        ObjectStores.open(table.location()),
        DatasetOptions.DEFAULT,
        Space.Caches.of(DatasetOptions.DEFAULT));
  }

  private static List<ModelRow> rows(int from, int to) {
    List<ModelRow> rows = new ArrayList<>();
    for (int id = from; id < to; id++) {
      rows.add(ModelRow.random(new Random(id), id));
    }
    return rows;
  }
}
