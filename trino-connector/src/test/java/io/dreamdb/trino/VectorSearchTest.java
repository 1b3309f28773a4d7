package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;

import io.trino.metadata.QualifiedObjectName;
import io.trino.spi.security.ViewExpression;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.MaterializedResult;
import io.trino.testing.TestingAccessControlManager;
import io.trino.testing.TestingAccessControlManager.TestingPrivilegeType;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table function {@code vector_search}. */
@Tag("ci")
@ExtendWith(TrinoCluster.class)
final class VectorSearchTest {

  private final DistributedQueryRunner runner;
  private final SqlTable table;

  VectorSearchTest(TrinoCluster.Running cluster) {
    this.runner = cluster.runner();
    this.table = new SqlTable(cluster);
  }

  @Test
  void deletedRowsAreNeverNeighbours() {
    table.createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1], num_results => 2))";
    assertThat(table.column(search)).containsExactly(1L, 2L);
    table.query("DELETE FROM $t WHERE id = 1");
    assertThat(table.column(search)).containsExactly(2L, 3L);
  }

  @Test
  void searchReturnsColumnsDistanceAnchorAndVersion() {
    table.createFilms();
    MaterializedResult found =
        table.query(
            "SELECT * FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                + " query_vector => ARRAY[0, 1], num_results => 2, filter => 'year >= 1985',"
                + " columns => ARRAY['title', 'id']))");
    assertThat(found.getColumnNames())
        .containsExactly("title", "id", "_distance", "_anchor", "_manifest");
    assertThat(found.getMaterializedRows().stream().map(row -> row.getField(0)))
        .containsExactly("Brazil", "Cube");
    assertThat((float) (Float) found.getMaterializedRows().get(0).getField(2))
        .isEqualTo((float) Math.sqrt(2));
  }

  @Test
  void aConditionAboveASearchActsAfterIt() {
    table.createFilms();
    assertThat(
            table.column(
                "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                    + " query_vector => ARRAY[0, 1], num_results => 2)) WHERE id > 2"))
        .isEmpty();
  }

  @Test
  void badSearchesSayWhatToDo() {
    table.createFilms();
    String search = "SELECT * FROM TABLE(lake.system.vector_search(table_name => 'films.$t', ";
    assertThat(table.error(search + "query_vector => ARRAY[1]))"))
        .contains("query_vector has 1 elements: expected 2, the dimension of 'embedding'");
    assertThat(table.error(search + "query_vector => ARRAY[1, NULL]))"))
        .contains("query_vector has NULL at place 2");
    assertThat(table.error(search + "num_results => 3))"))
        .contains("Give query_vector or query_anchor");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], num_results => 0))"))
        .contains("num_results is 0");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], filter => 'yeer > 1'))"))
        .contains("unknown column yeer");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], mode => 'fast'))"))
        .contains("expected exact or approximate");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], vector_column => 'title'))"))
        .contains("vector_column 'title' is no embedding of the table");
    assertThat(table.error(search + "query_vector => NULL))"))
        .contains(
            "Give query_vector or query_anchor, one of them; neither was given, or it is NULL");
    assertThat(table.error(search + "query_vector => ARRAY[1, nan()]))"))
        .contains("query_vector has NaN at place 2: expected a finite number");
    assertThat(table.error(search + "query_vector => ARRAY[1e39, 1]))"))
        .contains("query_vector has 1.0E39 at place 1: expected a finite number, of at most 3.4");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], num_results => 99999999999))"))
        .contains("num_results is 99999999999; expected a number of 32 bits");
    assertThat(table.error(search + "query_vector => ARRAY[1, 1], columns => ARRAY[NULL]))"))
        .contains("columns has NULL at place 1: expected a text");
    assertThat(table.error("INSERT INTO $t VALUES (9, 'x', 1, 1, ARRAY[1])"))
        .contains("Column 'embedding': vector of dimension 1 in row 0: expected 2");
  }

  @Test
  void aQueryIsOfNumbersOfAnyType() {
    table.createFilms();
    for (String vector :
        List.of(
            "ARRAY[0, 1]",
            "ARRAY[0.0, 1.0]",
            "ARRAY[1E-9, 1E0]",
            "ARRAY[REAL '0', REAL '1']",
            "ARRAY[BIGINT '0', 1E0]")) {
      assertThat(
              table.column(
                  "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
                      + " num_results => BIGINT '2', mode => 'EXACT', query_vector => "
                      + vector
                      + "))"))
          .as(vector)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void aSearchNeedsAccessToAllThatItsResultDependsOn() {
    table.createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1], columns => ARRAY['id'], filter => 'year > 1980'))";
    assertThat(table.column(search)).containsExactly(2L, 3L);
    try {
      for (String denied : List.of("id", "embedding", "year")) {
        runner.getAccessControl().reset();
        runner
            .getAccessControl()
            .deny(
                TestingAccessControlManager.privilege(
                    table.name() + "." + denied, TestingPrivilegeType.SELECT_COLUMN));
        assertThat(table.error(search)).as(denied).contains("Access Denied");
      }
      runner.getAccessControl().reset();
      runner
          .getAccessControl()
          .deny(
              TestingAccessControlManager.privilege(
                  table.name() + ".title", TestingPrivilegeType.SELECT_COLUMN));
      assertThat(table.column(search)).containsExactly(2L, 3L);
    } finally {
      runner.getAccessControl().reset();
    }
  }

  @Test
  void aSearchIsRefusedWhereRowFiltersOrMasksApplyAndOrderByIsNot() {
    table.createFilms();
    String search =
        "SELECT id FROM TABLE(lake.system.vector_search(table_name => 'films.$t',"
            + " query_vector => ARRAY[0, 1]))";
    QualifiedObjectName name = new QualifiedObjectName("lake", "films", table.name());
    String user = runner.getDefaultSession().getUser();
    try {
      runner
          .getAccessControl()
          .rowFilter(name, user, ViewExpression.builder().expression("id > 2").build());
      assertThat(table.error(search)).contains("row filters or column masks").contains("ORDER BY");
      assertThat(
              table.column(
                  "SELECT id FROM $t ORDER BY euclidean_distance(embedding, ARRAY[0, 1]) LIMIT 1"))
          .containsExactly(3L);
      runner.getAccessControl().reset();
      runner
          .getAccessControl()
          .columnMask(name, "title", user, ViewExpression.builder().expression("'x'").build());
      assertThat(table.error(search)).contains("row filters or column masks");
    } finally {
      runner.getAccessControl().reset();
    }
  }
}
