package io.dreamdb.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server and client are JVMs of their own; only the server has DreamDB on its class path. */
@Tag("ci")
class ConnectTest {

  private static final String SERVER = "org.apache.spark.sql.connect.service.SparkConnectServer";

  /** Parts of Spark that a client has; all others are the server's. */
  private static final List<String> SHARED =
      List.of("spark-common-utils", "spark-unsafe", "spark-variant", "spark-sketch", "spark-tags");

  @TempDir Path folder;

  @Test
  void aNotebookNeedsNothingOfDreamDb() throws Exception {
    int port = freePort();
    Process server = start("server", serverCommand(port));
    try {
      awaitPort(server, port);
      Process client = start("client", clientCommand(port));
      boolean ended = client.waitFor(180, TimeUnit.SECONDS);
      client.destroyForcibly();
      assertThat(ended).as("%s", log("client")).isTrue();
      assertThat(client.exitValue()).as("%s\n%s", log("client"), log("server")).isZero();
    } finally {
      server.destroyForcibly().waitFor();
    }
  }

  private List<String> serverCommand(int port) {
    List<String> command = java();
    for (String setting :
        List.of(
            "spark.master=local[2]",
            "spark.app.name=connect",
            "spark.ui.enabled=false",
            "spark.driver.host=127.0.0.1",
            "spark.driver.bindAddress=127.0.0.1",
            "spark.sql.warehouse.dir=" + folder.resolve("spark"),
            "spark.connect.grpc.binding.port=" + port,
            "spark.connect.grpc.binding.address=127.0.0.1",
            "spark.sql.extensions=io.dreamdb.spark.DreamExtensions",
            "spark.sql.catalog.lake=io.dreamdb.spark.DreamCatalog",
            "spark.sql.catalog.lake.warehouse=" + folder.resolve("lake"))) {
      command.add("-D" + setting);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), SERVER));
    return command;
  }

  private List<String> clientCommand(int port) throws IOException {
    Path own = Files.createDirectories(folder.resolve("client/io/dreamdb/spark"));
    String name = "ConnectClient.class";
    try (var bytes = ConnectClient.class.getResourceAsStream(name)) {
      Files.copy(bytes, own.resolve(name));
    }
    List<String> path = new ArrayList<>(List.of(folder.resolve("client").toString()));
    try (var jars = Files.list(Path.of(System.getProperty("spark.connect.client")))) {
      jars.map(Path::toString).forEach(path::add);
    }
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(ConnectTest::isSharedLibrary)
        .forEach(path::add);
    List<String> command = java();
    command.addAll(
        List.of(
            "-cp",
            String.join(File.pathSeparator, path),
            ConnectClient.class.getName(),
            Integer.toString(port)));
    return command;
  }

  private static boolean isSharedLibrary(String entry) {
    String name = Path.of(entry).getFileName().toString();
    boolean library = name.endsWith(".jar") && !entry.contains("dreamdb");
    return library && (!name.startsWith("spark-") || SHARED.stream().anyMatch(name::startsWith));
  }

  private static List<String> java() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("spark.vm").split(" ")));
    return command;
  }

  private Process start(String name, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name + ".log").toFile())
        .start();
  }

  private String log(String name) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(name + ".log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 60), lines.size()));
  }

  private void awaitPort(Process server, int port) throws Exception {
    Instant end = Instant.now().plus(Duration.ofSeconds(120));
    while (Instant.now().isBefore(end)) {
      assertThat(server.isAlive()).as("%s", log("server")).isTrue();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException notYet) {
        Thread.sleep(200);
      }
    }
    throw new AssertionError("no server after 120 s\n" + log("server"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
