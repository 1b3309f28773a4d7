package io.dreamdb.benchmarks.engines;

import io.dreamdb.trino.server.LocalServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/** A server with the catalogs {@code lake} and {@code iceberg} in a process of its own. */
final class TrinoServer implements AutoCloseable {

  private final LocalServer server;
  private final ProcessHandle process;
  private final Connection connection;
  private final Thread lastResort;

  private TrinoServer(
      LocalServer server, ProcessHandle process, Connection connection, Thread lastResort) {
    this.server = server;
    this.process = process;
    this.connection = connection;
    this.lastResort = lastResort;
  }

  /** Starts one whose tables and state are in that folder. */
  static TrinoServer start(Path folder) throws IOException, SQLException {
    Path root = Path.of(System.getProperty("dreamdb.root", ".")).toRealPath();
    LocalServer server = new LocalServer(folder.resolve("trino"));
    Thread lastResort = new Thread(server::stop, "stop trino");
    Runtime.getRuntime().addShutdownHook(lastResort);
    Files.createDirectories(folder.resolve("iceberg/tables"));
    LocalServer.Catalog lake =
        LocalServer.Catalog.dreamdb(
            "lake",
            root.resolve("trino-connector/target/plugin/dreamdb"),
            Map.of("dreamdb.warehouse", folder.resolve("lake").toString()));
    LocalServer.Catalog iceberg =
        new LocalServer.Catalog(
            "iceberg",
            "iceberg",
            icebergPlugin(root, folder),
            Map.of(
                "iceberg.catalog.type",
                "TESTING_FILE_METASTORE",
                "hive.metastore.catalog.dir",
                "local:///tables",
                "fs.native-local.enabled",
                "true",
                "local.location",
                folder.resolve("iceberg").toString()));
    String classPath =
        root.resolve("trino-server/target/classes")
            + ":"
            + Files.readString(root.resolve("trino-server/target/server.classpath")).strip();
    LocalServer.Running running =
        server.start(new LocalServer.Plan(classPath, List.of(lake, iceberg), 0, "4g"));
    Properties properties = new Properties();
    properties.setProperty("user", "bench");
    Connection connection =
        DriverManager.getConnection("jdbc:trino://" + running.uri().getAuthority(), properties);
    ProcessHandle process = ProcessHandle.of(running.pid()).orElseThrow();
    return new TrinoServer(server, process, connection, lastResort);
  }

  /** Links the jars that {@code ./dreamdb bench} has resolved. */
  private static Path icebergPlugin(Path root, Path folder) throws IOException {
    Path jars = root.resolve("engine-benchmarks/iceberg/target/plugin.classpath");
    Path plugin = Files.createDirectories(folder.resolve("plugin/iceberg"));
    for (String jar : Files.readString(jars).strip().split(":")) {
      Path link = plugin.resolve(Path.of(jar).getFileName());
      try {
        Files.createSymbolicLink(link, Path.of(jar));
      } catch (FileAlreadyExistsException e) {
        throw new IOException("two jars of one name: " + jar, e);
      }
    }
    // The published jar does not name its plugin.
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(plugin.resolve("service.jar")))) {
      jar.putNextEntry(new ZipEntry("META-INF/services/io.trino.spi.Plugin"));
      jar.write("io.trino.plugin.iceberg.IcebergPlugin\n".getBytes(StandardCharsets.UTF_8));
    }
    return plugin;
  }

  /** CPU time of the server's process. */
  long cpuNanos() {
    return process.info().totalCpuDuration().orElseThrow().toNanos();
  }

  /** Runs a statement and takes all of its rows. */
  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            // Taken.
          }
        }
      }
    }
  }

  /** The one value of a statement. */
  String value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      server.stop();
    }
    Runtime.getRuntime().removeShutdownHook(lastResort);
  }
}
