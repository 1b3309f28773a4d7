package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttachEmbeddingTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final EmbeddingType TYPE = new EmbeddingType(1, Metric.L2, "new model");
  private static final Schema IDS = Schema.of(IndexedTable.SCHEMA.fields().get(0));

  private Dataset table;

  @BeforeEach
  void makeTable() {
    table =
        IndexedTable.create("memory:attach" + NUMBER.incrementAndGet(), SmallWarehouse.options(3));
    IndexedTable.append(table, RefName.MAIN, 0, 50);
    IndexedTable.append(table, RefName.MAIN, 50, 1_500);
    table.delete(RefName.MAIN).where(Predicate.parse("id = 7 or id between 100 and 200"));
    IndexedTable.rebuild(table, 4);
  }

  @AfterEach
  void whatIsThereIsRight() {
    assertThat(TableFindings.of(table)).isEmpty();
  }

  /** The id itself, NULL for one in ten. */
  private static float[][] model(Scan.ScannedRows rows) {
    float[][] vectors = new float[rows.anchors().length][];
    for (int i = 0; i < vectors.length; i++) {
      long id = (Long) Optional.ofNullable(rows.rows().columns().get(0).get(i)).orElseThrow();
      vectors[i] = id % 10 == 0 ? null : new float[] {id};
    }
    return vectors;
  }

  @Test
  void aNewColumnIsSearchedAndTheOldOneStays() {
    Snapshot before = table.snapshot();
    CommitResult result =
        table
            .attachEmbedding(RefName.MAIN, "w", TYPE)
            .reading(IDS)
            .from(AttachEmbeddingTest::model);

    assertThat(result.summary().operation()).isEqualTo("attach_embedding");
    assertThat(table.snapshot().schema().fields()).extracting(Field::name).endsWith("w");
    assertThat(nearest("w", 6.8f, 2)).containsExactly(6L, 8L);
    assertThat(nearest("w", 150.1f, 2)).containsExactly(201L, 99L);
    assertThat(before.schema().find("w")).isEmpty();
    assertThat(table.snapshot().searched(table.snapshot().embedding(Optional.of("v"))).index())
        .isPresent();
  }

  @Test
  void aReplacedColumnKeepsItsPlaceAndLosesItsIndex() {
    table.attachEmbedding(RefName.MAIN, "v", TYPE).reading(IDS).from(AttachEmbeddingTest::model);

    Field field = table.snapshot().embedding(Optional.empty());
    assertThat(field.type()).isEqualTo(TYPE);
    assertThat(field.id()).isNotEqualTo(IndexedTable.FIELD);
    assertThat(table.snapshot().schema().fields())
        .extracting(Field::name)
        .containsExactly("id", "v");
    assertThat(table.snapshot().searched(field).index()).isEmpty();
    assertThat(nearest("v", 51.2f, 1)).containsExactly(51L);
    IndexedTable.rebuild(table, 4);
    assertThat(nearest("v", 51.2f, 1)).containsExactly(51L);
    assertThat(
            table
                .snapshot("main~2")
                .searched(table.snapshot("main~2").embedding(Optional.empty()))
                .index())
        .isPresent();
  }

  @Test
  void rowsThatWereAppendedMeanwhileAreNull() {
    AttachEmbedding attach = table.attachEmbedding(RefName.MAIN, "w", TYPE).reading(IDS);
    IndexedTable.append(table, RefName.MAIN, 2_000, 2_010);
    assertThat(attach.from(AttachEmbeddingTest::model).attempts()).isEqualTo(2);
    assertThat(nearest("w", 2_005, 1)).containsExactly(1_499L);
    assertThat(table.snapshot().rowCount()).isEqualTo(1_510 - 102);
  }

  /** Vectors are by the rows of a batch, so that who attaches must know which batches there are. */
  @Test
  void aMergeOfACompactionAndAttachedVectorsIsRefused() {
    RefName dev = new RefName("dev");
    table.createBranch("dev", "main");
    table.attachEmbedding(RefName.MAIN, "w", TYPE).reading(IDS).from(AttachEmbeddingTest::model);
    assertThat(table.compact(dev, 10_000).run().batchesAfter()).isEqualTo(1);

    for (MergeStrategy strategy :
        List.of(MergeStrategy.REFUSE, MergeStrategy.OURS, MergeStrategy.THEIRS)) {
      assertThatThrownBy(() -> table.merge(RefName.MAIN).from("dev").strategy(strategy).commit())
          .as(strategy.name())
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("got vectors of 'w' on one side and was rewritten on the other")
          .hasMessageContaining("attach them again after the merge");
      assertThatThrownBy(() -> table.merge(dev).from("main").strategy(strategy).commit())
          .as(strategy.name())
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("attach them again after the merge");
    }

    table.rollback(RefName.MAIN, "main~1");
    table.merge(RefName.MAIN).from("dev").commit();
    table.attachEmbedding(RefName.MAIN, "w", TYPE).reading(IDS).from(AttachEmbeddingTest::model);
    assertThat(nearest("w", 6.8f, 2)).containsExactly(6L, 8L);
  }

  @Test
  void whatTheModelGetsWrongIsRefused() {
    AttachEmbedding attach = table.attachEmbedding(RefName.MAIN, "w", TYPE);
    assertThatThrownBy(() -> attach.from(rows -> new float[3][1]))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("49 rows were given 3 vectors; give one, or null, for each");
    assertThatThrownBy(() -> attach.from(rows -> new float[rows.anchors().length][2]))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("The row with anchor");
    assertThatThrownBy(() -> table.attachEmbedding(RefName.MAIN, "id", TYPE))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("Column 'id' is no embedding");
    assertThat(table.snapshot().schema().find("w")).isEmpty();
  }

  private List<Long> nearest(String column, float value, int k) {
    Snapshot snapshot = table.snapshot();
    SearchRequest request =
        SearchRequest.near(new float[] {value})
            .withField(column)
            .withK(k)
            .withMode(SearchRequest.Mode.EXACT);
    List<Long> ids = new ArrayList<>();
    for (SearchResult.Hit hit : snapshot.search(request).hits()) {
      Object id = snapshot.lookup(new long[] {hit.anchor()}, IDS).columns().get(0).get(0);
      ids.add((Long) Optional.ofNullable(id).orElseThrow());
    }
    return ids;
  }
}
