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
    assertThat(
            run("append", "--appends", "12", "--warm-up", "2", "--rows", "500", "--batches", "0"))
        .isZero();
    assertThat(leftBehind()).isZero();
  }

  @Test
  void appendsOfABatchAreMeasuredAndLeaveNothing() throws Exception {
    String[] small = {"--batch-rows", "300", "--batch-dimension", "12", "--indexed-rows", "900"};
    String[] options = {"--appends", "0", "--rows", "0", "--batches", "2"};
    assertThat(run("append", Stream.of(options, small).flatMap(Stream::of).toArray(String[]::new)))
        .isZero();
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
  void aSearchThroughTheIndexIsMeasuredAndLeavesNothing() throws Exception {
    assertThat(run("search", "--indexed", "--rows", "900", "--dimension", "20", "--queries", "120"))
        .isZero();
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
