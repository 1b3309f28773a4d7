package io.dreamdb.trino.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server process as users start it, with the plugin in a class loader of its own. */
@Tag("ci")
final class LocalServerTest {

  @TempDir private static Path folder;

  private static LocalServer server;
  private static LocalServer.Running running;

  @BeforeAll
  static void start() throws IOException {
    server = new LocalServer(folder.resolve("trino"));
    running = server.start(plan(Map.of("dreamdb.warehouse", folder.resolve("tables").toString())));
  }

  private static LocalServer.Plan plan(Map<String, String> properties) throws IOException {
    Path root = Path.of(System.getProperty("dreamdb.root")).toRealPath();
    String classPath =
        root.resolve("trino-server/target/classes")
            + ":"
            + Files.readString(root.resolve("trino-server/target/server.classpath")).strip();
    Path plugin = root.resolve("trino-connector/target/plugin/dreamdb");
    return new LocalServer.Plan(
        classPath, List.of(LocalServer.Catalog.dreamdb("lake", plugin, properties)), 0, "1g");
  }

  @AfterAll
  static void stop() {
    assertThat(server.stop()).isTrue();
    assertThat(server.running()).isEmpty();
  }

  private static String run(String sql) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Statement(running.uri(), running.catalog(), null)
        .run(sql, new PrintStream(out, true, StandardCharsets.UTF_8));
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aTableLivesThroughAllThatSqlDoesWithIt() throws Exception {
    assertThat(run("CREATE SCHEMA films")).isEqualTo("done\n");
    run(
        "CREATE TABLE films.posters (id BIGINT, title VARCHAR, year INTEGER,"
            + " embedding ARRAY(REAL) WITH (dimension = 2, metric = 'cosine'))");
    assertThat(
            run(
                "INSERT INTO films.posters VALUES (1, 'Alien', 1979, ARRAY[0.1, 0.9]),"
                    + " (2, 'Brazil', 1985, ARRAY[1, 0]), (3, NULL, NULL, NULL)"))
        .isEqualTo("3 rows\n");
    assertThat(
            run(
                "SELECT id, title, _distance FROM TABLE(lake.system.vector_search(table_name =>"
                    + " 'films.posters', query_vector => ARRAY[1, 0], filter => 'year >= 1980'))"))
        .isEqualTo(
            """
            id  title   _distance
            --  ------  ---------
            2   Brazil  0.0
            (1 row)
            """);
    assertThat(
            run(
                "SELECT id FROM films.posters WHERE year > 1900"
                    + " ORDER BY cosine_distance(embedding, ARRAY[1, 0]) LIMIT 1"))
        .contains("2   \n".strip())
        .contains("(1 row)");
    assertThat(run("DELETE FROM films.posters WHERE id % 2 = 1")).isEqualTo("2 rows\n");
    run("CREATE TABLE films.copy AS SELECT * FROM films.posters FOR VERSION AS OF 'main~1'");
    try (var connection =
            DriverManager.getConnection(
                "jdbc:trino://" + running.uri().getAuthority() + "/lake/films", "test", null);
        var statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), vector_norm(ARRAY[REAL '3', REAL '4']) FROM copy")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getLong(1)).isEqualTo(3);
      assertThat(rows.getFloat(2)).isEqualTo(5f);
    }
  }

  @Test
  void aStatementThatFailsSaysTheServersReason() {
    assertThatThrownBy(() -> run("SELECT nothing"))
        .isInstanceOf(CommandFailure.class)
        .hasMessageContaining("Column 'nothing' cannot be resolved");
    assertThatThrownBy(() -> run("CREATE TABLE films.bad (v ARRAY(REAL) WITH (dimension = 0))"))
        .hasMessageContaining("expected 1 to 65535");
  }

  @Test
  void aSecondServerIsRefused() {
    assertThatThrownBy(() -> server.start(plan(Map.of())))
        .hasMessageContaining("a server runs already at " + running.uri());
  }

  @Test
  void aServerThatDoesNotStartSaysWhyAndNamesItsLog(@TempDir Path other) {
    LocalServer second = new LocalServer(other);
    assertThatThrownBy(() -> second.start(plan(Map.of("dreamdb.wharehouse", "x"))))
        .hasMessageContaining("property 'dreamdb.wharehouse' is unknown")
        .hasMessageContaining("server.log");
    assertThat(second.running()).isEmpty();
  }
}
