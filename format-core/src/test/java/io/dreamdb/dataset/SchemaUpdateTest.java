package io.dreamdb.dataset;

import static io.dreamdb.dataset.EvolvingTable.column;
import static io.dreamdb.dataset.EvolvingTable.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import io.dreamdb.dataset.spi.RowScorer;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class SchemaUpdateTest {

  private String name = "";

  @org.junit.jupiter.api.BeforeEach
  void name(TestInfo test) {
    name = test.getTestMethod().orElseThrow().getName();
  }

  @Test
  void rowsThatAreThereHaveTheDefaultOfAColumnThatIsAdded() {
    EvolvingTable table = EvolvingTable.of(name, "id:bigint not null");
    table.insert(1L);
    SchemaUpdate update = table.update();
    update.add(column(update, "n", "int", 7)).add(column(update, "s", "string"));
    CommitResult result = update.commit();
    table.insert(2L, 8, "x");

    assertThat(result.summary().operation()).isEqualTo("schema");
    assertThat(result.summary().rowsLive()).isEqualTo(1);
    assertThat(table.rows()).containsExactly(Arrays.asList(1L, 7, null), List.of(2L, 8, "x"));
    assertThat(matching(table, "n = 7")).isEqualTo(1);
    assertThat(matching(table, "n > 7")).isEqualTo(1);
    assertThat(matching(table, "s is null")).isEqualTo(1);
    assertThat(table.dataset.snapshot().scan().where(Predicate.parse("n < 7")).tasks().hasNext())
        .as("statistics know the default")
        .isFalse();
    assertThat(table.dataset.snapshot("main~2").schema().text()).isEqualTo("id:bigint not null");
    assertThat(EvolvingTable.rows(table.dataset.snapshot("main~1").scan()))
        .containsExactly(Arrays.asList(1L, 7, null));
  }

  @Test
  void aColumnThatIsDroppedAndAddedAgainHasNoneOfItsOldValues() {
    EvolvingTable table = EvolvingTable.of(name, "id:bigint,n:int");
    table.insert(1L, 5);
    table.update().drop(path("n")).commit();
    assertThat(table.rows()).containsExactly(List.of(1L));
    SchemaUpdate update = table.update();
    update.add(column(update, "n", "int")).commit();
    assertThat(table.rows()).containsExactly(Arrays.asList(1L, null));
    assertThat(matching(table, "n = 5")).isZero();
  }

  @Test
  void aRenamedColumnKeepsItsValuesAndAnotherCanTakeItsName() {
    EvolvingTable table = EvolvingTable.of(name, "a:int,b:int");
    table.insert(1, 2);
    table.update().rename(path("a"), "c").rename(path("b"), "a").rename(path("c"), "B").commit();
    assertThat(table.schema().text()).isEqualTo("b:int,a:int");
    assertThat(matching(table, "b = 1 and a = 2")).isEqualTo(1);
  }

  @Test
  void widenedColumnsKeepTheirValuesAndDefaults() {
    EvolvingTable table = EvolvingTable.of(name, "i:int,f:float,d:decimal(3,1)");
    table.insert(Integer.MIN_VALUE, 0.1f, new BigDecimal("99.9"));
    SchemaUpdate added = table.update();
    added.add(column(added, "n", "int", 5)).commit();
    table
        .update()
        .widen(path("i"), PrimitiveType.BIGINT)
        .widen(path("f"), PrimitiveType.DOUBLE)
        .widen(path("d"), new DecimalType(30, 1))
        .widen(path("n"), PrimitiveType.BIGINT)
        .commit();
    table.insert(Long.MAX_VALUE, 0.1, new BigDecimal("12345678901234567890.5"), 6L);

    assertThat(table.rows())
        .containsExactly(
            List.of((long) Integer.MIN_VALUE, (double) 0.1f, new BigDecimal("99.9"), 5L),
            List.of(Long.MAX_VALUE, 0.1, new BigDecimal("12345678901234567890.5"), 6L));
    assertThat(matching(table, "i > 3000000000 and f = 0.1 and d > 100 and n = 6")).isEqualTo(1);
    assertThat(matching(table, "i = -2147483648 and d = 99.9 and n = 5")).isEqualTo(1);
  }

  @Test
  void columnsAreMovedToTheFrontOrBehindAnother() {
    EvolvingTable table = EvolvingTable.of(name, "a:int,b:int,c:struct<x:int,y:int>");
    table.insert(1, 2, Map.of("x", 3, "y", 4));
    table
        .update()
        .moveAfter(path("a"), "c")
        .moveFirst(path("c", "y"))
        .moveFirst(path("c"))
        .commit();
    assertThat(table.schema().text()).isEqualTo("c:struct<y:int,x:int>,b:int,a:int");
    assertThat(table.rows()).containsExactly(List.of(Map.of("x", 3, "y", 4), 2, 1));
  }

  @Test
  void fieldsInsideStructsAreAddedRenamedAndDropped() {
    EvolvingTable table =
        EvolvingTable.of(name, "s:struct<x:int,y:int>,l:array<struct<a:int>>,m:map<string,int>");
    table.insert(Map.of("x", 1, "y", 2), List.of(Map.of("a", 3)), Map.of("k", 4));
    SchemaUpdate update = table.update();
    update
        .add(path("s"), column(update, "z", "string"))
        .rename(path("s", "x"), "w")
        .drop(path("s", "y"))
        .add(path("l", "element"), column(update, "b", "date"))
        .widen(path("m", "value"), PrimitiveType.BIGINT)
        .commit();
    assertThat(table.rows().get(0).toString()).isEqualTo("[{w=1, z=null}, [{a=3, b=null}], {k=4}]");
    assertThat(matching(table, "s.w = 1 and s.z is null")).isEqualTo(1);
    assertThat(((Map<?, ?>) table.rows().get(0).get(2)).get("k")).isEqualTo(4L);
  }

  @Test
  void nullabilityAndCommentsChangeAlone() {
    EvolvingTable table = EvolvingTable.of(name, "id:bigint not null,n:int");
    table.update().makeNullable(path("id")).comment(path("n"), "a number").commit();
    table.insert(new @Nullable Object[] {null, 1});
    assertThat(table.schema().text()).isEqualTo("id:bigint,n:int");
    assertThat(table.schema().find("n").get().comment()).isEqualTo("a number");
    table.update().comment(path("n"), null).commit();
    assertThat(table.schema().find("n").get().comment()).isNull();
    assertThat(table.update().makeNullable(path("n")).commit().attempts()).isZero();
  }

  @Test
  void anEmbeddingIsNullInOldRowsAndItsIndexGoesWithIt() {
    EvolvingTable table = EvolvingTable.of(name, "id:bigint");
    table.insert(1L);
    SchemaUpdate update = table.update();
    update.add(column(update, "v", "embedding(2,l2)")).commit();
    for (int i = 0; i < 20; i++) {
      table.insert(2L + i, new float[] {i, 1});
    }
    SearchRequest near = SearchRequest.near(new float[] {0, 1}).withK(100);
    assertThat(table.dataset.snapshot().search(near).hits()).hasSize(20);
    table.dataset.index(RefName.MAIN, Optional.of("v")).rebuild(IndexOptions.DEFAULT);
    Field field = table.schema().find("v").orElseThrow();
    assertThat(table.dataset.snapshot().searched(field).index()).isPresent();
    assertThat(table.dataset.snapshot().search(near).hits()).hasSize(20);

    table.update().rename(path("v"), "vec").moveFirst(path("vec")).commit();
    assertThat(table.dataset.snapshot().search(near.withField("vec")).hits()).hasSize(20);
    table.update().drop(path("vec")).commit();
    assertThat(table.rows()).hasSize(21);
    SchemaUpdate again = table.update();
    again.add(column(again, "v", "embedding(2,l2)")).commit();
    assertThat(table.dataset.snapshot().search(near).hits()).isEmpty();
    Field added = table.schema().find("v").orElseThrow();
    assertThat(table.dataset.snapshot().searched(added).index()).isEmpty();
    assertThat(TableFindings.of(table.dataset)).isEmpty();
  }

  @Test
  void anEnginesOrderHasOldRowsWhereItHasNulls() {
    EvolvingTable table = EvolvingTable.of(name, "id:bigint");
    table.insert(1L);
    SchemaUpdate update = table.update();
    update.add(column(update, "v", "embedding(1,l2)")).commit();
    table.insert(2L, new float[] {5});
    table.insert(3L, new float[] {4});
    Field field = table.schema().find("v").orElseThrow();
    for (boolean nullsFirst : List.of(true, false)) {
      TopRequest request =
          new TopRequest(
              field,
              new float[] {0},
              new Distance(),
              nullsFirst,
              3,
              Predicate.Constant.TRUE,
              false);
      List<TopRow> top = table.dataset.snapshot().top(request).rows();
      List<Double> values = top.stream().map(row -> row.isNull() ? null : row.value()).toList();
      assertThat(values)
          .isEqualTo(nullsFirst ? Arrays.asList(null, 4.0, 5.0) : Arrays.asList(4.0, 5.0, null));
    }
  }

  /** The distance of numbers. */
  private static final class Distance implements RowScorer {
    @Override
    public Metric metric() {
      return Metric.L2;
    }

    @Override
    public boolean isSimilarity() {
      return false;
    }

    @Override
    public double score(float[] vector) {
      return Math.abs(vector[0]);
    }

    @Override
    public double errorBound(int dimension) {
      return 1e-6;
    }
  }

  @Test
  void aSearchFiltersByTheColumnsOfItsVersion() {
    EvolvingTable table = EvolvingTable.of(name, "a:int,b:int,v:embedding(1,l2)");
    table.insert(1, 2, new float[] {0});
    SearchRequest request =
        SearchRequest.near(new float[] {0}).withFilter(Predicate.parse("a = 1"));
    assertThat(table.dataset.snapshot().search(request).hits()).hasSize(1);
    table.update().rename(path("a"), "c").rename(path("b"), "a").commit();
    assertThat(table.dataset.snapshot().search(request).hits()).isEmpty();
    assertThat(table.dataset.snapshot("main~1").search(request).hits()).hasSize(1);
  }

  @Test
  void whatCannotBeMadeIsRefusedWithTheReason() {
    EvolvingTable table =
        EvolvingTable.of(name, "a:int,s:struct<x:int>,l:array<int>,v:embedding(2,l2)");
    SchemaUpdate update = table.update();
    refused(() -> update.drop(path("b")), "no column b; the table has (a:int");
    refused(() -> update.drop(path("s", "x")), "'x' is the only field where it stands");
    refused(() -> update.rename(path("a"), "s"), "two fields are named 's'");
    refused(() -> update.rename(path("a"), "_a"), "begins with _");
    refused(() -> update.rename(path("l", "element"), "e"), "fixed name");
    refused(() -> update.drop(path("l", "element")), "fixed name");
    refused(() -> update.widen(path("a"), PrimitiveType.DOUBLE), "type int cannot become double");
    refused(() -> update.widen(path("v"), PrimitiveType.DOUBLE), "cannot become double");
    refused(() -> update.moveAfter(path("a"), "a"), "after another field");
    refused(() -> update.add(path("a"), column(update, "x", "int")), "of type int is no struct");
    refused(
        () -> update.add(column(update, "n", "int").withNullable(false)),
        "give it a default, or let it be nullable");
    refused(
        () -> update.add(column(update, "n", "embedding(2,l2)").withNullable(false)),
        "must be nullable");
    refused(() -> update.add(path("s"), column(update, "y", "int", 1)), "must be nullable");
    refused(
        () -> update.add(path("s"), column(update, "y", "int", 1).withNullable(true)),
        "only columns have defaults");
    for (int i = 0; i < 23; i++) {
      update.add(column(update, "e" + i, "embedding(2,l2)"));
    }
    assertThatThrownBy(() -> update.add(column(update, "e", "embedding(2,l2)")))
        .isInstanceOf(LimitExceeded.class)
        .hasMessage("The table would have 25 embeddings; the limit is 24");
    assertThat(update.commit().attempts()).isEqualTo(1);
    assertThat(table.schema().fields()).hasSize(27);
  }

  @Test
  void aRollbackBringsTheOldColumnsBack() {
    EvolvingTable table = EvolvingTable.of(name, "a:int,b:string");
    table.insert(1, "x");
    Schema before = table.schema();
    table.update().drop(path("b")).widen(path("a"), PrimitiveType.BIGINT).commit();
    table.insert(2L);
    table.dataset.rollback(RefName.MAIN, "main~2");
    assertThat(table.schema()).isEqualTo(before);
    assertThat(table.rows()).containsExactly(List.of(1, "x"));
    assertThat(TableFindings.of(table.dataset)).isEmpty();
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String why) {
    assertThatThrownBy(call).isInstanceOf(InvalidInput.class).hasMessageContaining(why);
  }

  private static int matching(EvolvingTable table, String filter) {
    return EvolvingTable.rows(table.dataset.snapshot().scan().where(Predicate.parse(filter)))
        .size();
  }
}
