package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Small runs of the benchmarks that make tables: they check their own results as they go. */
@Tag("ci")
class BenchmarksTest {

  @TempDir Path folder;

  @Test
  void appendsAreMeasuredAndLeaveNothing() throws Exception {
    assertThat(run("append", "--appends", "12", "--warm-up", "2", "--rows", "500")).isZero();
    assertThat(leftBehind()).isZero();
  }

  @Test
  void aScanIsMeasuredAndLeavesNothing() throws Exception {
    assertThat(run("scan", "--rows", "5000", "--rounds", "1")).isZero();
    assertThat(leftBehind()).isZero();
  }

  @Test
  void aSearchIsMeasuredAndLeavesNothing() throws Exception {
    assertThat(run("search", "--rows", "700", "--dimension", "20", "--queries", "3")).isZero();
    assertThat(leftBehind()).isZero();
  }

  @Test
  void anUnknownMetricIsRefused() {
    assertThat(run("search", "--metric", "hamming")).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private int run(String name, String... options) {
    String[] arguments =
        Stream.of(Stream.of(name, "--json", "--folder", folder.toString()), Stream.of(options))
            .flatMap(some -> some)
            .toArray(String[]::new);
    return Main.run(arguments);
  }

  private long leftBehind() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
