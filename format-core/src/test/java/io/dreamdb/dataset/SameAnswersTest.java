package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes and answers have the same bits on every JVM, machine and number of threads. */
class SameAnswersTest {

  /** What every one of them gives; a change of it is a change of what indexes are made of. */
  private static final String HASH = "c4e208c0435be3ec";

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void theseThreadsGiveTheAnswersOfRecord(int threads) {
    assertThat(IndexedFingerprint.hash(threads)).isEqualTo(HASH);
  }

  @Test
  void aJvmWithoutVectorsGivesTheAnswersOfRecord() throws IOException, InterruptedException {
    assertThat(fingerprint("-Ddreamdb.test=scalar")).isEqualTo(HASH);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 32, 64})
  void aMachineWithOtherVectorsGivesTheAnswersOfRecord(int bytes)
      throws IOException, InterruptedException {
    assertThat(fingerprint("--add-modules=jdk.incubator.vector", "-XX:MaxVectorSize=" + bytes))
        .isEqualTo(HASH);
  }

  private static String fingerprint(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp", System.getProperty("java.class.path"), IndexedFingerprint.class.getName(), "1"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().reduce("", (before, line) -> line);
  }
}
