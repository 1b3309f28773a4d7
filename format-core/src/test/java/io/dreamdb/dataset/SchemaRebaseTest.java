package io.dreamdb.dataset;

import static io.dreamdb.dataset.EvolvingTable.column;
import static io.dreamdb.dataset.EvolvingTable.path;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commits that were begun before others changed columns, and changes of columns over others. */
class SchemaRebaseTest {

  private static final String COLUMNS = "id:bigint not null,n:int,s:struct<x:int>";

  private String name = "";
  private EvolvingTable table;

  @BeforeEach
  void makeTable(TestInfo test) {
    name = "rebase-" + test.getTestMethod().orElseThrow().getName() + test.getDisplayName();
    table = EvolvingTable.of(name, COLUMNS);
    table.insert(1L, 10, null);
  }

  /** A change of columns, by a name for the test. */
  private record Edit(String what, UnaryOperator<SchemaUpdate> edit) {
    void commitTo(EvolvingTable table) {
      edit.apply(table.update()).commit();
    }

    @Override
    public String toString() {
      return what;
    }
  }

  private static Edit edit(String what, UnaryOperator<SchemaUpdate> edit) {
    return new Edit(what, edit);
  }

  private static final Edit ADD = edit("add", u -> u.add(column(u, "a", "string")));
  private static final Edit ADD_DEFAULT =
      edit("add with default", u -> u.add(column(u, "a", "int", 7)));
  private static final Edit ADD_INSIDE =
      edit("add inside", u -> u.add(path("s"), column(u, "y", "int")));
  private static final Edit DROP = edit("drop", u -> u.drop(path("n")));
  private static final Edit DROP_STRUCT = edit("drop struct", u -> u.drop(path("s")));
  private static final Edit RENAME = edit("rename", u -> u.rename(path("n"), "m"));
  private static final Edit RENAME_TO_A = edit("rename to a", u -> u.rename(path("n"), "a"));
  private static final Edit WIDEN = edit("widen", u -> u.widen(path("n"), PrimitiveType.BIGINT));
  private static final Edit MOVE = edit("move", u -> u.moveFirst(path("n")));
  private static final Edit MOVE_AFTER = edit("move after", u -> u.moveAfter(path("s"), "id"));
  private static final Edit MOVE_ID = edit("move id", u -> u.moveAfter(path("id"), "n"));
  private static final Edit LOOSEN = edit("let be null", u -> u.makeNullable(path("id")));
  private static final Edit COMMENT = edit("comment", u -> u.comment(path("id"), "key"));

  static Stream<Arguments> appends() {
    return Stream.of(
        Arguments.of(ADD, "[2, 20, null, null]"),
        Arguments.of(ADD_DEFAULT, "[2, 20, null, 7]"),
        Arguments.of(ADD_INSIDE, "[2, 20, null]"),
        Arguments.of(DROP, "[2, null]"),
        Arguments.of(DROP_STRUCT, "[2, 20]"),
        Arguments.of(RENAME, "[2, 20, null]"),
        Arguments.of(WIDEN, "[2, 20, null]"),
        Arguments.of(MOVE, "[20, 2, null]"),
        Arguments.of(LOOSEN, "[2, 20, null]"),
        Arguments.of(COMMENT, "[2, 20, null]"));
  }

  @ParameterizedTest
  @MethodSource("appends")
  void anAppendIsRepeatedOverAChangeOfColumns(Edit theirs, String row) {
    Append append = table.append();
    theirs.commitTo(table);
    CommitResult result = EvolvingTable.insertBy(append, 2L, 20, null);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(table.rows().get(1)).hasToString(row);
    assertThat(TableFindings.of(table.dataset)).isEmpty();
  }

  @Test
  void vectorsOfAnEmbeddingThatOthersDroppedAreNotCommitted() {
    SchemaUpdate update = table.update();
    update
        .add(column(update, "v", "embedding(1,l2)"))
        .add(column(update, "w", "embedding(1,l2)"))
        .commit();
    table.insert(2L, 20, null, new float[] {1}, new float[] {1});
    table.dataset.index(RefName.MAIN, Optional.of("v")).rebuild(IndexOptions.DEFAULT);
    Append append = table.append();
    table.update().drop(path("v")).commit();
    EvolvingTable.insertBy(append, 3L, 30, null, new float[] {2}, new float[] {2});
    List<Integer> vectors = new java.util.ArrayList<>();
    table
        .dataset
        .snapshot()
        .batches()
        .forEachRemaining(b -> vectors.add(b.entry().vectors().size()));
    assertThat(vectors).containsExactly(0, 2, 1);
    assertThat(TableFindings.of(table.dataset)).isEmpty();
  }

  /** Only a rollback takes room away: no change of columns does. */
  @Test
  void anAppendIsRefusedWhereItsRowsHaveNoRoom() {
    DatasetOptions snapshot = DatasetOptions.DEFAULT.withIsolation(Isolation.SNAPSHOT);
    for (Edit edit : List.of(WIDEN, LOOSEN)) {
      EvolvingTable other = EvolvingTable.of(name + edit, COLUMNS, snapshot);
      edit.commitTo(other);
      Append append = other.append();
      other.dataset.rollback(RefName.MAIN, "main~1");
      Object number = edit == WIDEN ? (Object) 20L : (Object) 20;
      assertThatThrownBy(() -> EvolvingTable.insertBy(append, 2L, number, null))
          .isInstanceOf(Conflict.class)
          .hasMessageStartingWith(
              "append: others changed column '" + (edit == WIDEN ? "n" : "id") + "' meanwhile")
          .hasMessageEndingWith("run it again on the new columns");
    }
  }

  @ParameterizedTest
  @MethodSource("appends")
  void aDeleteIsRepeatedWhereItsColumnsAreStillThere(Edit theirs, String row) {
    Delete delete = table.dataset.delete(RefName.MAIN);
    theirs.commitTo(table);
    if (theirs == DROP) {
      assertThatThrownBy(() -> delete.where(Predicate.parse("n = 10")))
          .isInstanceOf(Conflict.class)
          .hasMessageStartingWith("delete: its condition names 'n', which others dropped");
      return;
    }
    CommitResult result = delete.where(Predicate.parse("n = 10"));
    assertThat(result.summary().rowsDeleted()).isEqualTo(1);
    assertThat(result.attempts()).isEqualTo(2);
    assertThat(table.rows()).isEmpty();
  }

  @Test
  void aDeleteLooksForNewRowsByWhatItsColumnsAreCalledNow() {
    Delete delete = table.dataset.delete(RefName.MAIN);
    Delete other = table.dataset.delete(RefName.MAIN);
    SchemaUpdate update = table.update();
    update.rename(path("n"), "m").widen(path("m"), PrimitiveType.BIGINT);
    update.add(column(update, "n", "int")).commit();
    table.insert(2L, 5_000_000_000L, null, 10);
    assertThat(delete.where(Predicate.parse("n = 10")).summary().rowsDeleted()).isEqualTo(1);
    assertThatThrownBy(() -> other.where(Predicate.parse("n >= 10")))
        .isInstanceOf(Conflict.class)
        .hasMessageContaining("others added rows that match it");
    assertThat(table.rows()).containsExactly(Arrays.asList(2L, 5_000_000_000L, null, 10));
  }

  @Test
  void aDeleteByAnchorsHasNoColumns() {
    Delete delete = table.dataset.delete(RefName.MAIN);
    long anchor = table.dataset.snapshot().batches().next().firstAnchor();
    DROP.commitTo(table);
    delete.anchors(Stream.of(anchor).mapToLong(Long::longValue).iterator(), Optional.empty());
    assertThat(table.rows()).isEmpty();
  }

  @Test
  void aChangeOfColumnsIsRepeatedOverAppendsDeletesAndIndexes() {
    SchemaUpdate added = table.update();
    added.add(column(added, "v", "embedding(1,l2)")).commit();
    SchemaUpdate update = table.update();
    update.add(column(update, "a", "int", 7)).drop(path("n")).drop(path("v"));
    table.insert(2L, 20, null, new float[] {1});
    table.dataset.delete(RefName.MAIN).where(Predicate.parse("n = 10"));
    table.dataset.index(RefName.MAIN, Optional.of("v")).rebuild(IndexOptions.DEFAULT);
    assertThat(update.commit().attempts()).isEqualTo(2);
    assertThat(table.rows()).containsExactly(Arrays.asList(2L, null, 7));
    assertThat(TableFindings.of(table.dataset)).isEmpty();
  }

  @Test
  void aChangeOfColumnsOverARollbackIsRefused() {
    SchemaUpdate update = table.update().drop(path("n"));
    table.dataset.rollback(RefName.MAIN, "main~1");
    assertThatThrownBy(update::commit)
        .isInstanceOf(Conflict.class)
        .hasMessageStartingWith("changing columns: others committed rollback");
  }

  static Stream<Arguments> disjoint() {
    return Stream.of(
        Arguments.of(DROP, LOOSEN, "id:bigint,s:struct<x:int>"),
        Arguments.of(RENAME, ADD, "id:bigint not null,m:int,s:struct<x:int>,a:string"),
        Arguments.of(ADD_INSIDE, RENAME, "id:bigint not null,m:int,s:struct<x:int,y:int>"),
        Arguments.of(WIDEN, DROP_STRUCT, "id:bigint not null,n:bigint"),
        Arguments.of(MOVE, COMMENT, "n:int,id:bigint not null,s:struct<x:int>"),
        Arguments.of(MOVE, MOVE_AFTER, "n:int,id:bigint not null,s:struct<x:int>"),
        Arguments.of(MOVE, MOVE, "n:int,id:bigint not null,s:struct<x:int>"),
        Arguments.of(MOVE, RENAME, "m:int,id:bigint not null,s:struct<x:int>"),
        Arguments.of(MOVE_AFTER, ADD, "id:bigint not null,s:struct<x:int>,n:int,a:string"));
  }

  @ParameterizedTest
  @MethodSource("disjoint")
  void changesOfDifferentFieldsGoTogether(Edit ours, Edit theirs, String expected) {
    SchemaUpdate update = ours.edit().apply(table.update());
    theirs.commitTo(table);
    update.commit();
    assertThat(table.schema().text()).isEqualTo(expected);
    SchemaUpdate second = theirs.edit().apply(again().update());
    ours.commitTo(other);
    second.commit();
    assertThat(other.schema().fields()).hasSameSizeAs(table.schema().fields());
  }

  private EvolvingTable other = table;

  private EvolvingTable again() {
    other = EvolvingTable.of(name + "-again", COLUMNS);
    return other;
  }

  static Stream<Arguments> common() {
    return Stream.of(
        Arguments.of(DROP, RENAME, "others changed or dropped field 'm' meanwhile"),
        Arguments.of(DROP, DROP, "others changed or dropped field 'n' meanwhile"),
        Arguments.of(WIDEN, DROP, "others changed or dropped field 'n' meanwhile"),
        Arguments.of(MOVE, DROP, "others changed or dropped field 'n' meanwhile"),
        Arguments.of(DROP_STRUCT, ADD_INSIDE, "others changed or dropped field 'y' meanwhile"),
        Arguments.of(ADD_INSIDE, DROP_STRUCT, "others changed or dropped field 's' meanwhile"),
        Arguments.of(MOVE_ID, DROP, "others changed or dropped field 'n' meanwhile"),
        Arguments.of(ADD, ADD_DEFAULT, "two fields are named 'a'"),
        Arguments.of(RENAME_TO_A, ADD, "two fields are named 'a'"),
        Arguments.of(COMMENT, LOOSEN, "others changed or dropped field 'id' meanwhile"));
  }

  @ParameterizedTest
  @MethodSource("common")
  void changesOfOneFieldAreRefusedNamingIt(Edit ours, Edit theirs, String message) {
    SchemaUpdate update = ours.edit().apply(table.update());
    theirs.commitTo(table);
    assertThatThrownBy(update::commit)
        .isInstanceOf(Conflict.class)
        .hasMessageStartingWith("changing columns: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("look at the table and run it again");
  }
}
