package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way, on a small file: a tree of its own, whose script starts the server as it is. */
@Tag("ci")
final class QuickstartTest {

  private static final Path TREE = Path.of("../..").toAbsolutePath().normalize();

  @TempDir private Path root;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeTheTree() throws IOException {
    Files.createSymbolicLink(root.resolve("trino-connector"), TREE.resolve("trino-connector"));
    Path server = TREE.resolve("trino-server/target");
    String classPath =
        server.resolve("classes") + ":" + Files.readString(server.resolve("server.classpath"));
    Path script = root.resolve("dreamdb");
    Files.writeString(
        script,
        "#!/bin/sh\nCLASSPATH='"
            + classPath.strip()
            + "' exec '"
            + Path.of(System.getProperty("java.home"), "bin", "java")
            + "' '-Ddreamdb.root="
            + root
            + "' io.dreamdb.trino.server.Main \"$@\"\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void stopTheServer() throws Exception {
    Process stop =
        new ProcessBuilder(root.resolve("dreamdb").toString(), "trino", "stop").inheritIO().start();
    assertThat(stop.waitFor()).isZero();
  }

  private Path file() throws IOException {
    Path written = root.resolve("written");
    try (SparkSide spark = SparkSide.start(root.resolve("unused"), root)) {
      spark
          .session()
          .sql(
              "SELECT id, concat('title ', id) AS title, IF(id % 4 = 0, 'rare', 'common') AS kind,"
                  + " array(CAST(sin(id) AS FLOAT), CAST(cos(id) AS FLOAT)) AS v"
                  + " FROM range(0, 200, 1, 1)")
          .write()
          .parquet(written.toString());
    }
    try (Stream<Path> parts = Files.list(written)) {
      Path part =
          parts.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return Files.move(part, root.resolve("films.parquet"));
    }
  }

  @Test
  void aFileBecomesATableThatBothEnginesSearchChangeAndBranch() throws Exception {
    String[] arguments = {
      "quickstart",
      "--parquet",
      file().toString(),
      "--embedding",
      "v",
      "--warehouse",
      root.resolve("warehouse").toString()
    };
    Main main = new Main(root, new PrintStream(out, true, StandardCharsets.UTF_8));
    int code = Main.run(main, arguments, new PrintStream(err, true, StandardCharsets.UTF_8));
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("200 rows, vectors of dimension 2 in 'v'")
        .contains("FROM vector_search(")
        .contains("FROM TABLE(lake.system.vector_search(")
        .contains("Done in")
        .contains("lake.files.films, with the branches main and trial");
  }
}
