package io.dreamdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.SmallWarehouse;
import io.dreamdb.object.SeededEntropy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  @TempDir Path folder;
  private String films;
  private String out = "";
  private String err = "";

  @BeforeEach
  void makeWarehouse() {
    SmallWarehouse.make(folder);
    films = folder + "#demo.films";
  }

  @Test
  void inspectShowsWarehouseTableAndObjects() {
    assertThat(run("inspect", folder.toString())).isZero();
    assertThat(out).contains("schema demo", "demo.films", "demo.empty", "dropped");
    assertThat(run("inspect", films)).isZero();
    assertThat(out).contains("live rows  92", "films to try", "embedding(2,l2)", "tag");
    assertThat(run("inspect", films, "main~1/tracks/rows")).isZero();
    assertThat(out).contains("\"modality\": \"rows\"");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/data")).isZero();
    assertThat(out).contains("\"rows\": 40", "required int64 id = 11");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/vectors/0/1", "--json"))
        .isZero();
    assertThat(out).contains("\"dimension\" : 2", "\"present\" : 34");
    assertThat(run("inspect", films, "main/nope")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no 'nope'", "tracks");
  }

  @Test
  void historyListsTheLatestFirst() {
    assertThat(run("history", films, "-n", "2")).isZero();
    assertThat(out.lines()).hasSize(3);
    assertThat(out.lines().skip(1).findFirst().orElseThrow()).contains("delete", "92");
    assertThat(run("history", films, "dev", "--json")).isZero();
    assertThat(out).contains("\"operation\" : \"create\"", "\"rows_added\" : 60");
  }

  @Test
  void branchesAndTagsAreMadeAndDeleted() {
    assertThat(run("branch", films, "b1", "main~1")).isZero();
    assertThat(out).startsWith("created branch b1 at d");
    assertThat(run("branch", films, "b1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is a branch 'b1'");
    assertThat(run("tag", films, "t1", "b1", "--json")).isZero();
    assertThat(out).contains("\"done\" : \"created\"");
    assertThat(run("refs", films)).isZero();
    assertThat(out).contains("b1", "t1", "v1", "dev").doesNotContain("gone");
    assertThat(run("branch", films, "-d", "b1")).isZero();
    assertThat(run("tag", films, "-d", "t1")).isZero();
    assertThat(run("refs", films, "--json")).isZero();
    assertThat(out).doesNotContain("b1", "t1").contains("\"type\" : \"tag\"");
  }

  @Test
  void verifyIsCleanOrSaysWhatItFound() throws Exception {
    assertThat(run("verify", folder.toString())).isZero();
    assertThat(out).contains("0 errors, 0 warnings");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/data")).isZero();
    String key = out.substring(2, out.indexOf(','));
    try (var files = Files.walk(folder)) {
      Files.delete(files.filter(file -> file.toString().endsWith(key)).findFirst().orElseThrow());
    }
    assertThat(run("verify", films, "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(out).contains(key, "\"severity\" : \"error\"", "\"errors\" : 1");
    assertThat(run("verify", films, "--ref", "nope")).isEqualTo(ExitCode.USAGE);
    assertThat(out).isEmpty();
  }

  @Test
  void wrongArgumentsSayWhatToDo() {
    Path nothing = folder.resolve("nothing");
    assertThat(run("refs", nothing.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no DreamDB table or warehouse at " + nothing);
    assertThat(nothing).doesNotExist();
    assertThat(run("refs", folder.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("is a warehouse; name one of its tables");
    assertThat(run("nope")).isEqualTo(ExitCode.USAGE);
    assertThat(run("refs", "--bad", films)).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("Unknown option: '--bad'", "refs --help");
    assertThat(run("refs")).isEqualTo(ExitCode.USAGE);
    assertThat(run("refs", "--help")).isZero();
    assertThat(out).contains("TARGET", "--json");
  }

  private int run(String... arguments) {
    StringWriter written = new StringWriter();
    StringWriter failed = new StringWriter();
    int code =
        Main.run(
            new SeededEntropy(3), new PrintWriter(written), new PrintWriter(failed), arguments);
    out = written.toString();
    err = failed.toString();
    return code;
  }
}
