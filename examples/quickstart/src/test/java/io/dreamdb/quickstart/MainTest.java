package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of("quickstart"));
    all.addAll(List.of(arguments));
    Main main = new Main(folder, new PrintStream(out, true, StandardCharsets.UTF_8));
    return Main.run(
        main, all.toArray(String[]::new), new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void helpNamesTheOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("./dreamdb quickstart", "--parquet", "--embedding", "--warehouse");
  }

  @Test
  void anUnknownOptionIsAnError() {
    assertThat(run("--parket", "x")).isEqualTo(2);
    assertThat(said()).contains("--parket");
  }

  @Test
  void aFileWithoutItsColumnIsAnError() {
    assertThat(run("--parquet", "x.parquet")).isEqualTo(2);
    assertThat(said()).contains("--embedding");
    assertThat(run("--embedding", "e")).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    String file = folder.resolve("no.parquet").toString();
    assertThat(run("--parquet", file, "--embedding", "e")).isEqualTo(2);
    assertThat(said()).contains(file + " does not exist");
    assertThat(run("--parquet", folder.toString(), "--embedding", "e")).isEqualTo(2);
    assertThat(said()).contains("is not a file");
  }

  @Test
  void aWarehouseWithContentIsLeftAlone() throws Exception {
    Path warehouse = Files.createDirectories(folder.resolve("w"));
    Files.writeString(warehouse.resolve("mine"), "x");
    assertThat(run("--warehouse", warehouse.toString())).isEqualTo(2);
    assertThat(said()).contains(warehouse + " is not empty", "--warehouse FOLDER");
    assertThat(run("--warehouse", warehouse.resolve("mine").toString())).isEqualTo(2);
    assertThat(said()).contains("is not a folder");
    assertThat(warehouse.resolve("mine")).hasContent("x");
  }
}
