package io.dreamdb.quickstart;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Trino server in a process of its own, reached by JDBC as from any other program. */
final class TrinoSide implements Engine, AutoCloseable {

  private final URI server;
  private final Connection connection;

  private TrinoSide(URI server, Connection connection) {
    this.server = server;
    this.connection = connection;
  }

  /** A server that is on its way: starting takes a while in which others can work. */
  static final class Starting {

    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");

    private final Path script;
    private final Process process;
    private final Path output;

    private Starting(Path script, Process process, Path output) {
      this.script = script;
      this.process = process;
      this.output = output;
    }

    /**
     * Waits until the server answers.
     *
     * @throws QuickstartFailure with what its launcher said if it could not be started
     */
    TrinoSide await() {
      try {
        int code = process.waitFor();
        String said = said(output);
        Matcher address = ADDRESS.matcher(said);
        if (code != 0 || !address.find()) {
          throw QuickstartFailure.failed("Trino could not be started: " + said);
        }
        return connect(URI.create(address.group()));
      } catch (IOException e) {
        throw QuickstartFailure.failed("Trino could not be started: " + e, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw QuickstartFailure.failed("waiting for Trino was interrupted", e);
      }
    }

    /** Ends what was started, when the quickstart fails before its end. */
    void abandon() {
      process.destroy();
      run(script, output, "trino", "stop");
    }
  }

  /**
   * Begins to start a server by the verb {@code trino}, which builds what is missing.
   *
   * @param script the entry script
   * @param warehouse of its catalog
   * @param scratch folder for what the launcher says
   * @throws QuickstartFailure if a server runs already
   */
  static Starting start(Path script, Path warehouse, Path scratch) {
    Path output = scratch.resolve("trino.txt");
    Matcher running = Starting.ADDRESS.matcher(run(script, output, "trino", "status"));
    if (running.find()) {
      throw QuickstartFailure.wrongInput(
          "a Trino server runs already at "
              + running.group()
              + "; the quickstart needs its own. Stop that one by `./dreamdb trino stop`.");
    }
    String[] arguments = {
      "trino", "start", "--warehouse", warehouse.toString(), "--catalog", CATALOG, "--port", "0"
    };
    return new Starting(script, launch(script, output, arguments), output);
  }

  private static Process launch(Path script, Path output, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(output.toFile())
          .start();
    } catch (IOException e) {
      throw QuickstartFailure.failed(command + " could not be run: " + e, e);
    }
  }

  /** What a verb printed, without the warnings of its JVM. */
  private static String said(Path output) throws IOException {
    return Files.readString(output, StandardCharsets.UTF_8)
        .replaceAll("(?m)^WARNING: .*\\R?", "")
        .strip();
  }

  private static String run(Path script, Path output, String... arguments) {
    Process process = launch(script, output, arguments);
    try {
      int code = process.waitFor();
      String said = said(output);
      if (code != 0) {
        throw QuickstartFailure.failed(String.join(" ", arguments) + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw QuickstartFailure.failed(String.join(" ", arguments) + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw QuickstartFailure.failed(String.join(" ", arguments) + " was interrupted", e);
    }
  }

  /** Connects to a server that runs. */
  static TrinoSide connect(URI server) {
    Properties properties = new Properties();
    properties.setProperty("user", "quickstart");
    properties.setProperty("source", "dreamdb quickstart");
    try {
      Connection connection =
          DriverManager.getConnection(
              "jdbc:trino://" + server.getAuthority() + "/" + CATALOG, properties);
      return new TrinoSide(server, connection);
    } catch (SQLException e) {
      throw QuickstartFailure.failed("Trino at " + server + ": " + e.getMessage(), e);
    }
  }

  URI server() {
    return server;
  }

  @Override
  public String title() {
    return "Trino";
  }

  @Override
  public Sql dialect() {
    return Sql.TRINO;
  }

  @Override
  public List<List<String>> rows(String sql) {
    try (Statement statement = connection.createStatement()) {
      List<List<String>> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          int columns = result.getMetaData().getColumnCount();
          while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
              values.add(String.valueOf(result.getObject(i)));
            }
            rows.add(values);
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw QuickstartFailure.failed("Trino: " + e.getMessage() + "\nin\n" + sql, e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw QuickstartFailure.failed("Trino: " + e.getMessage(), e);
    }
  }
}
