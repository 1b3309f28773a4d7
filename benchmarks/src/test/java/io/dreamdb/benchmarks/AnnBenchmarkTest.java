package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A small run of {@code ann} over vectors that {@code generate} made. */
@Tag("ci")
class AnnBenchmarkTest {

  @TempDir Path folder;

  @Test
  void eachPhaseIsReportedWithAllFields() throws Exception {
    Path lines = folder.resolve("lines.jsonl");

    assertThat(run("ann", "--nprobe", "2,4", "--refine", "30", "--json", lines.toString()))
        .isZero();

    List<Map<String, Object>> reported = new ArrayList<>();
    for (String line : Files.readAllLines(lines)) {
      reported.add(parse(line));
    }
    assertThat(reported.stream().map(line -> line.get("phase")).distinct())
        .containsExactly(
            "build",
            "search",
            "exact",
            "append",
            "search_after_append",
            "delete",
            "search_after_delete",
            "open");
    assertThat(reported)
        .allSatisfy(line -> assertThat(line.keySet()).containsExactlyElementsOf(AnnLines.FIELDS));
    assertThat(reported)
        .filteredOn("phase", "exact")
        .allSatisfy(line -> assertThat(line).containsEntry("recall_at_k", 1.0));
    assertThat(reported)
        .filteredOn("phase", "search")
        .anySatisfy(line -> assertThat(line).containsEntry("nprobe", 2.0))
        .anySatisfy(line -> assertThat(line).containsEntry("recall_asked", 0.95))
        .allSatisfy(line -> assertThat((double) line.get("qps_per_cpu_s")).isPositive());
    assertThat(reported.get(0)).containsEntry("n", 600.0).containsEntry("dim", 24.0);
    assertThat(reported.get(reported.size() - 1)).containsEntry("n", 653.0);
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void theHeapOfABuildIsMeasuredInItsOwnJvm() throws Exception {
    Path lines = folder.resolve("lines.jsonl");
    String heap = "--build-heap-megabytes=64";

    assertThat(run("ann", heap, "--nprobe=2", "--refine=30", "--json=" + lines)).isZero();

    Map<String, Object> build = parse(Files.readAllLines(lines).get(0));
    assertThat(build).containsEntry("phase", "build").containsEntry("cells", 8.0);
    assertThat((double) build.get("build_cpu_s")).isPositive();
    assertThat((double) build.get("live_heap_bytes")).isBetween(1e6, 64e6);
  }

  @Test
  void aPeerIsMeasuredInItsOwnJvm() throws Exception {
    Path lines = folder.resolve("lines.jsonl");

    assertThat(run("peers", "--only", "dreamdb", "--json", lines.toString())).isZero();

    List<String> reported = Files.readAllLines(lines);
    assertThat(parse(reported.get(0)))
        .containsEntry("phase", "build")
        .containsEntry("peer", "dreamdb");
    Map<String, Object> search = parse(reported.get(1));
    assertThat(search.keySet()).containsAll(AnnLines.FIELDS);
    assertThat(search).containsEntry("phase", "search").containsKey("config");
    try (Stream<Path> left = Files.list(folder.resolve("scratch"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void filesThatDoNotGoTogetherAreRefused() {
    generate();
    String[] swapped = {
      "ann",
      "--base",
      folder.resolve("base.fvecs").toString(),
      "--query",
      folder.resolve("truth.ivecs").toString(),
      "--metric",
      "l2"
    };

    assertThat(Main.run(swapped)).isEqualTo(CommandLine.ExitCode.USAGE);
  }

  private int run(String name, String... more) {
    generate();
    Stream<String> options =
        Stream.of(
            name,
            "--base",
            folder.resolve("base.fvecs").toString(),
            "--query",
            folder.resolve("query.fvecs").toString(),
            "--truth",
            folder.resolve("truth.ivecs").toString(),
            "--metric",
            "l2",
            "--cells",
            "8",
            "--queries",
            "15",
            "--pass-seconds",
            "0.01",
            "--folder",
            folder.resolve("scratch").toString());
    return Main.run(Stream.concat(options, Stream.of(more)).toArray(String[]::new));
  }

  private void generate() {
    assertThat(
            Main.run(
                "generate",
                "--rows",
                "600",
                "--dim",
                "24",
                "--clusters",
                "5",
                "--queries",
                "20",
                "--out",
                folder.toString()))
        .isZero();
  }

  private static Map<String, Object> parse(String line) throws Exception {
    Map<String, Object> values = new LinkedHashMap<>();
    try (JsonParser json = new JsonFactory().createParser(line)) {
      assertThat(json.nextToken()).isEqualTo(JsonToken.START_OBJECT);
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        values.put(name, value.isNumeric() ? json.getDoubleValue() : json.getText());
      }
    }
    return values;
  }
}
