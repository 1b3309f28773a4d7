package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.Session;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What INSERT, DELETE and TRUNCATE commit, and where. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class WriteTest {

  private final DistributedQueryRunner runner;
  private final SqlTable table;

  WriteTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
    this.table = new SqlTable(cluster);
  }

  @Test
  void deletesAreLoggedWithActorAndReason() {
    table.createFilms();
    Session session =
        Session.builder(runner.getDefaultSession())
            .setCatalogSessionProperty("lake", "delete_actor", "ana")
            .setCatalogSessionProperty("lake", "delete_reason", "erasure 7")
            .build();
    assertThat(table.query(session, "DELETE FROM $t WHERE id = 2").getUpdateCount()).hasValue(1);
    assertThat(table.query(session, "DELETE FROM $t WHERE id % 2 = 1").getUpdateCount())
        .hasValue(3);
    assertThat(table.column("SELECT id FROM $t")).containsExactly(4L);
    assertThat(table.column("SELECT DISTINCT actor || ', ' || reason FROM \"$t$tombstones\""))
        .containsExactly("ana, erasure 7");
    assertThat(table.query("DELETE FROM $t WHERE id = 2").getUpdateCount()).hasValue(0);
  }

  @Test
  void aTruncatedTableIsEmpty() {
    table.createFilms();
    table.query("TRUNCATE TABLE $t");
    assertThat(table.value("SELECT count(*) FROM $t")).isEqualTo(0L);
  }

  @Test
  void branchesAreWrittenApart() {
    table.createFilms();
    table.query("CREATE BRANCH dev IN TABLE $t");
    assertThat(table.column("SHOW BRANCHES IN TABLE $t")).contains("dev", "main");
    table.query("INSERT INTO $t @ dev VALUES (9, 'Eraserhead', 1977, NULL, NULL)");
    assertThat(table.value("SELECT count(*) FROM $t")).isEqualTo(5L);
    assertThat(table.value("SELECT count(*) FROM $t FOR VERSION AS OF 'dev'")).isEqualTo(6L);
    table.query("DROP BRANCH dev IN TABLE $t");
    assertThat(table.column("SHOW BRANCHES IN TABLE $t")).doesNotContain("dev");
  }

  @Test
  void badVectorsAreRefusedOnInsert() {
    table.createFilms();
    assertThat(table.error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, 2, 3])"))
        .contains("vector of dimension 3 in row 0: expected 2");
    assertThat(table.error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, REAL 'NaN'])"))
        .contains("NaN");
    assertThat(table.error("INSERT INTO $t VALUES (7, 'x', 1, 1, ARRAY[1, NULL])"))
        .contains("NULL");
    assertThat(table.error("INSERT INTO $t (title) VALUES ('x')"))
        .contains("NULL value not allowed");
    assertThat(table.value("SELECT count(*) FROM $t")).isEqualTo(5L);
  }

  @Test
  void updatesAreRefusedWithTheWayRound() {
    table.createFilms();
    assertThat(table.error("UPDATE $t SET year = 1 WHERE id = 1"))
        .contains("use DELETE and INSERT");
  }

  @Test
  void insertsAtTheSameTimeAllLand() throws Exception {
    table.createFilms();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Callable<MaterializedResult>> inserts = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String insert = "INSERT INTO $t VALUES (" + (100 + i) + ", 'x', 1, 1, ARRAY[1, 1])";
        inserts.add(() -> table.query(insert));
      }
      for (Future<MaterializedResult> done : threads.invokeAll(inserts)) {
        assertThat(done.get().getUpdateCount()).hasValue(1);
      }
    }
    assertThat(table.value("SELECT count(*) FROM $t WHERE id >= 100")).isEqualTo(8L);
    assertThat(table.value("SELECT count(DISTINCT \"$anchor\") FROM $t")).isEqualTo(13L);
  }
}
