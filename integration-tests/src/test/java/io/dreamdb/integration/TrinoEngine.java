package io.dreamdb.integration;

import io.dreamdb.trino.server.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A Trino server in a process of its own, reached by JDBC. Threads may share it. */
final class TrinoEngine implements Engine, AutoCloseable {

  private final LocalServer server;
  private final Connection connection;
  private final Thread lastResort;

  private TrinoEngine(LocalServer server, Connection connection, Thread lastResort) {
    this.server = server;
    this.connection = connection;
    this.lastResort = lastResort;
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param root of this tree, where the plugin and the server have been built
   * @param catalogs the first is the default
   */
  static TrinoEngine start(Path root, List<LocalServer.Catalog> catalogs, Path scratch)
      throws IOException {
    LocalServer server = new LocalServer(scratch.resolve("trino"));
    Files.createDirectories(scratch.resolve("trino/etc"));
    // For the test that no secret is printed, however much is.
    Files.writeString(
        scratch.resolve("trino/etc/log.properties"),
        "software.amazon=DEBUG\norg.apache.hc=DEBUG\nio.dreamdb=DEBUG\n");
    Thread lastResort = new Thread(server::stop, "stop trino");
    Runtime.getRuntime().addShutdownHook(lastResort);
    LocalServer.Running running =
        server.start(new LocalServer.Plan(classPath(root), catalogs, 0, "1g"));
    Properties properties = new Properties();
    properties.setProperty("user", "integration");
    properties.setProperty("timezone", "UTC");
    try {
      Connection connection =
          DriverManager.getConnection(
              "jdbc:trino://" + running.uri().getAuthority() + "/lake", properties);
      return new TrinoEngine(server, connection, lastResort);
    } catch (SQLException e) {
      server.stop();
      throw new IOException("no connection to " + running.uri(), e);
    }
  }

  /** All that the server printed so far. */
  String log() throws IOException {
    return Files.readString(server.log());
  }

  private static String classPath(Path root) throws IOException {
    Path module = root.resolve("trino-server/target");
    return module.resolve("classes")
        + ":"
        + Files.readString(module.resolve("server.classpath")).strip();
  }

  @Override
  public List<List<String>> rows(String sql) {
    try (Statement statement = connection.createStatement()) {
      List<List<String>> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          ResultSetMetaData metadata = result.getMetaData();
          while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
              values.add(Values.text(value(result, i, metadata.getColumnType(i))));
            }
            rows.add(values);
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new StatementFailure(this, sql, e);
    }
  }

  private static @Nullable Object value(ResultSet result, int column, int type)
      throws SQLException {
    return switch (type) {
      case Types.DATE -> result.getObject(column, LocalDate.class);
      case Types.TIMESTAMP -> result.getObject(column, LocalDateTime.class);
      case Types.TIMESTAMP_WITH_TIMEZONE -> result.getObject(column, Instant.class);
      default -> result.getObject(column);
    };
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new AssertionError(e);
    } finally {
      server.stop();
      Runtime.getRuntime().removeShutdownHook(lastResort);
    }
  }

  @Override
  public String toString() {
    return "Trino";
  }
}
