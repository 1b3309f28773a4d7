package io.dreamdb.trino.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A Trino server on this machine and the folder that holds its state:
 *
 * <pre>
 * etc/config.properties            what the server reads
 * etc/catalog/NAME.properties      a catalog each
 * etc/log.properties               levels of loggers, for whoever puts it there
 * server.log                       all that it prints
 * server.properties                pid, port, catalog and warehouse while it runs
 * </pre>
 *
 * One caller at a time.
 */
public final class LocalServer {

  private static final Duration STARTING = Duration.ofMinutes(5);
  private static final Duration STOPPING = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(250);
  private static final int LOG_LINES = 20;

  private final Path folder;

  /** A server whose state is in that folder; nothing is started. */
  public LocalServer(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /**
   * What to start.
   *
   * @param classPath of the server process
   * @param catalogs at least one; the first is that of statements that name none
   * @param port 0: a free one
   * @param heap the most memory, as the JVM reads it
   */
  public record Plan(String classPath, List<Catalog> catalogs, int port, String heap) {

    /** Copies the list. */
    public Plan {
      catalogs = List.copyOf(catalogs);
    }
  }

  /**
   * A catalog.
   *
   * @param name in SQL
   * @param connector the connector's name
   * @param plugin the folder of its plugin's jars
   * @param properties without the connector's name; may hold secrets
   */
  public record Catalog(
      String name, String connector, Path plugin, Map<String, String> properties) {

    /** Copies the properties. */
    public Catalog {
      properties = Map.copyOf(properties);
    }

    @Override
    public String toString() {
      return name;
    }

    /** Tables of a warehouse. */
    public static Catalog dreamdb(String name, Path plugin, Map<String, String> properties) {
      return new Catalog(name, "dreamdb", plugin, properties);
    }
  }

  /**
   * A server that answers.
   *
   * @param pid its process
   * @param port on the local host
   * @param catalog the catalog's name
   */
  public record Running(long pid, int port, String catalog) {

    /** Where it answers. */
    public URI uri() {
      return URI.create("http://127.0.0.1:" + port);
    }
  }

  /** All that the server prints. */
  public Path log() {
    return folder.resolve("server.log");
  }

  /** The server that runs from this folder, if one does. */
  Optional<Running> running() {
    Path state = state();
    if (!Files.exists(state)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(state)) {
      properties.load(in);
      Running running =
          new Running(
              Long.parseLong(properties.getProperty("pid", "")),
              Integer.parseInt(properties.getProperty("port", "")),
              properties.getProperty("catalog", ""));
      return ProcessHandle.of(running.pid())
          .filter(process -> process.isAlive() && isServer(process))
          .map(_ -> running);
    } catch (IOException | NumberFormatException e) {
      throw new CommandFailure(
          CommandFailure.FAILED, "cannot read " + state + ": " + e + "\nRemove the file.");
    }
  }

  /** A process id may have been given to another process since. */
  private static boolean isServer(ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .map(line -> line.contains(ServerMain.class.getName()))
        .orElse(true);
  }

  private Path state() {
    return folder.resolve("server.properties");
  }

  /**
   * Starts a server and waits until it answers queries.
   *
   * @throws RuntimeException with what to do if one runs already or it could not be started
   */
  public Running start(Plan plan) {
    Optional<Running> present = running();
    if (present.isPresent()) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "a server runs already at "
              + present.get().uri()
              + "\nStop it by `./dreamdb trino stop`.");
    }
    plan.catalogs().forEach(catalog -> requirePlugin(catalog.plugin()));
    try {
      int port = plan.port() == 0 ? freePort() : plan.port();
      writeConfiguration(plan, port);
      Process process = process(plan);
      Running server = new Running(process.pid(), port, plan.catalogs().get(0).name());
      writeState(server, plan);
      await(process, server);
      return server;
    } catch (IOException e) {
      throw new CommandFailure(CommandFailure.FAILED, "the server could not be started: " + e);
    }
  }

  private static void requirePlugin(Path plugin) {
    if (!Files.isDirectory(plugin)) {
      throw new CommandFailure(
          CommandFailure.FAILED,
          "no plugin at "
              + plugin
              + "\nBuild it by `mvn package -pl trino-connector -am -DskipTests`.");
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void writeConfiguration(Plan plan, int port) throws IOException {
    Path catalogs = folder.resolve("etc/catalog");
    Files.createDirectories(catalogs);
    try (var old = Files.newDirectoryStream(catalogs)) {
      for (Path catalog : old) {
        Files.delete(catalog);
      }
    }
    Map<String, String> config = new TreeMap<>();
    config.put("coordinator", "true");
    config.put("node-scheduler.include-coordinator", "true");
    config.put("http-server.http.port", Integer.toString(port));
    config.put("discovery.uri", "http://127.0.0.1:" + port);
    config.put("node.environment", "dreamdb");
    config.put("node.id", "dreamdb-local");
    config.put("node.internal-address", "127.0.0.1");
    config.put("node.bind-ip", "127.0.0.1");
    config.put("plugin.dir", pluginFolders(plan));
    config.put("catalog.config-dir", catalogs.toString());
    Path levels = folder.resolve("etc/log.properties");
    if (Files.exists(levels)) {
      config.put("log.levels-file", levels.toString());
    }
    write(folder.resolve("etc/config.properties"), config);
    for (Catalog catalog : plan.catalogs()) {
      Map<String, String> properties = new TreeMap<>(catalog.properties());
      properties.put("connector.name", catalog.connector());
      write(catalogs.resolve(catalog.name() + ".properties"), properties);
    }
  }

  /** The folders that hold those of the plugins. */
  private static String pluginFolders(Plan plan) {
    return plan.catalogs().stream()
        .map(catalog -> catalog.plugin().toAbsolutePath().resolveSibling("").toString())
        .distinct()
        .collect(Collectors.joining(","));
  }

  private static void write(Path file, Map<String, String> properties) throws IOException {
    Properties all = new Properties();
    all.putAll(properties);
    try (var out = Files.newBufferedWriter(file)) {
      all.store(out, null);
    }
  }

  private Process process(Plan plan) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + plan.heap(),
            "-XX:+UseG1GC",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:ReservedCodeCacheSize=256M",
            "-Djdk.attach.allowAttachSelf=true",
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dconfig=" + folder.resolve("etc/config.properties"),
            ServerMain.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(folder.toFile());
    builder.environment().put("CLASSPATH", plan.classPath());
    builder.redirectErrorStream(true);
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectOutput(log().toFile());
    return builder.start();
  }

  private void writeState(Running server, Plan plan) throws IOException {
    Map<String, String> properties = new TreeMap<>();
    properties.put("pid", Long.toString(server.pid()));
    properties.put("port", Integer.toString(server.port()));
    properties.put("catalog", server.catalog());
    properties.put(
        "warehouse", plan.catalogs().get(0).properties().getOrDefault("dreamdb.warehouse", ""));
    write(state(), properties);
  }

  private void await(Process process, Running server) throws IOException {
    long deadline = System.nanoTime() + STARTING.toNanos();
    try {
      while (!answers(server)) {
        if (!process.isAlive()) {
          Files.deleteIfExists(state());
          throw notStarted("the server ended with exit code " + process.exitValue());
        }
        if (System.nanoTime() > deadline) {
          process.destroyForcibly();
          Files.deleteIfExists(state());
          throw notStarted("the server did not answer within " + STARTING.toSeconds() + " seconds");
        }
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw notStarted("the start was interrupted");
    }
  }

  /** With the end of the log: its messages, without colours and stack frames. */
  private CommandFailure notStarted(String what) throws IOException {
    List<String> messages =
        Files.readAllLines(log(), StandardCharsets.UTF_8).stream()
            .map(line -> line.replaceAll("\u001b\\[[0-9;]*m", ""))
            .filter(
                line -> !line.isBlank() && !line.startsWith("\tat ") && !line.startsWith("\t..."))
            .toList();
    List<String> last = messages.subList(Math.max(0, messages.size() - LOG_LINES), messages.size());
    return new CommandFailure(
        CommandFailure.FAILED,
        what + "\n" + String.join("\n", last) + "\nAll of its log is in " + log());
  }

  /** Whether the server has loaded its catalogs and knows itself as a node that runs queries. */
  private static boolean answers(Running server) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest info =
          HttpRequest.newBuilder(server.uri().resolve("/v1/info"))
              .timeout(Duration.ofSeconds(5))
              .build();
      HttpResponse<String> response = client.send(info, HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200 && response.body().contains("\"starting\":false");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Stops the server that runs from this folder; false if none does. */
  public boolean stop() {
    Optional<Running> running = running();
    try {
      Files.deleteIfExists(state());
      if (running.isEmpty()) {
        return false;
      }
      ProcessHandle process = ProcessHandle.of(running.get().pid()).orElseThrow();
      process.destroy();
      try {
        process.onExit().get(STOPPING.toSeconds(), TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException late) {
        process.destroyForcibly();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(CommandFailure.FAILED, "stopping the server was interrupted");
    } catch (IOException | java.util.concurrent.ExecutionException e) {
      throw new CommandFailure(CommandFailure.FAILED, "the server could not be stopped: " + e);
    }
  }
}
