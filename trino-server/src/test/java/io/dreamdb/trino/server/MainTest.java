package io.dreamdb.trino.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

  @TempDir private Path root;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new Main(root, stream(out)).run(List.of(arguments), stream(err));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aStatementWithoutServerSaysHowToStartOne() {
    assertThat(run("sql", "SELECT 1")).isEqualTo(1);
    assertThat(errors()).contains("no server runs here").contains("./dreamdb trino");
  }

  @Test
  void aServerThatDoesNotAnswerIsNamed() {
    assertThat(run("sql", "--server", "http://127.0.0.1:1", "SELECT 1")).isEqualTo(1);
    assertThat(errors()).contains("127.0.0.1:1");
  }

  @Test
  void wrongCommandLinesShowTheUsage() {
    assertThat(run("sql")).isEqualTo(2);
    assertThat(run("sql", "SELECT", "1")).isEqualTo(2);
    assertThat(run("sql", "--server", "nowhere", "SELECT 1")).isEqualTo(2);
    assertThat(run("trino", "begin")).isEqualTo(2);
    assertThat(run("trino", "--port", "70000")).isEqualTo(2);
    assertThat(run("trino", "--prot", "1")).isEqualTo(2);
    assertThat(run("trino", "start", "--catalog", "My Lake")).isEqualTo(2);
    assertThat(run("trino", "--property", "novalue")).isEqualTo(2);
    assertThat(errors()).contains("usage: ./dreamdb trino").contains("unknown option '--prot'");
  }

  @Test
  void withoutAPluginTheStartSaysHowToBuildIt() {
    assertThat(run("trino", "--port", "0")).isEqualTo(1);
    assertThat(errors()).contains("no plugin at").contains("mvn package -pl trino-connector");
  }

  @Test
  void statusAndStopOfNothingSucceed() {
    assertThat(run("trino", "status")).isZero();
    assertThat(run("trino", "stop")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("no server runs\nno server runs\n");
  }
}
