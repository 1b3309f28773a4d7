package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each decoder is given inputs that Jazzer makes: those that reach new branches are changed
 * further. It begins with a golden object. A process each, as libFuzzer ends the JVM that it runs
 * in.
 */
@Tag("slow")
class GuidedFuzzingTest {

  private static final String RUNS = "dreamdb.fuzz.inputs";
  private static final String SEED = "dreamdb.test.seed";
  private static final String DONE = "DONE";

  @TempDir Path folder;

  static List<Integer> decoders() {
    return IntStream.range(0, Decoders.all().size()).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void inputsThatReachNewBranchesAreRefusedOrReadAsWhatTheyAre(int number) throws Exception {
    GoldenDecoder decoder = Decoders.all().get(number);
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Files.write(corpus.resolve("golden"), decoder.golden());
    Process process = start(number, corpus);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(decoder.name() + "\n" + output).isZero();
    List<String> done = output.lines().filter(line -> line.contains(DONE)).toList();
    assertThat(done).as(output).hasSize(1);
    System.out.println(decoder.name() + ": " + done.get(0).strip());
  }

  private Process start(int decoder, Path corpus) throws IOException {
    long seed = Long.getLong(SEED, 20_261_128);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            "-XX:+EnableDynamicAgentLoading",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + FuzzedDecoder.class.getName(),
            "--target_args=" + decoder,
            "--instrumentation_includes=io.dreamdb.**",
            "--instrumentation_excludes=" + FuzzedDecoder.class.getPackageName() + ".*",
            "--reproducer_path=" + folder,
            corpus.toString(),
            "-artifact_prefix=" + folder + "/",
            "-runs=" + Integer.getInteger(RUNS, 100_000),
            "-max_len=16384",
            "-timeout=60",
            "-rss_limit_mb=4096",
            "-seed=" + seed)
        .redirectErrorStream(true)
        .start();
  }
}
