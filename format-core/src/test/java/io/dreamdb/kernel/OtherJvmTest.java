package io.dreamdb.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of a distance in JVMs that choose other kernels. */
class OtherJvmTest {

  /** The hash of the distances, the same for all machines and versions. */
  private static final String HASH = "378ba8bdd5b05800";

  private static final String MODULE = "--add-modules=jdk.incubator.vector";

  @Test
  void thisJvmGivesTheBitsOfRecord() {
    assertThat(Long.toHexString(Fingerprint.hash())).isEqualTo(HASH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Xint",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UseFMA -XX:+IgnoreUnrecognizedVMOptions"
      })
  void aJvmThatCannotRunVectorsWellGivesTheSameBits(String options)
      throws IOException, InterruptedException {
    assertThat(fingerprint(options.split(" "))).startsWith("scalar").endsWith(HASH + " " + HASH);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void aMachineWithOtherVectorsGivesTheSameBits(int bits) throws IOException, InterruptedException {
    assumeThat(LaneWidth.preferred()).isGreaterThanOrEqualTo(bits);
    assertThat(fingerprint(MODULE, "-XX:MaxVectorSize=" + bits / 8))
        .startsWith(bits + " bits")
        .endsWith(HASH + " " + HASH);
  }

  /** The last line that {@link Fingerprint} prints in a JVM with these options. */
  private static String fingerprint(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Fingerprint.class.getName());
    if (Stream.of(options).anyMatch(MODULE::equals)) {
      command.add("await");
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes()).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().reduce("", (before, line) -> line);
  }
}
