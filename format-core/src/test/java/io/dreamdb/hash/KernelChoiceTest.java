package io.dreamdb.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which kernel a JVM chooses, asked of fresh ones. */
class KernelChoiceTest {

  private static final String HASH =
      "bc3e3d41a1146b069abffad3c0d44860cf664390afce4d9661f7902e7943e085";
  private static final String ADD_MODULES = "--add-modules=jdk.incubator.vector";

  @Test
  void withoutTheVectorModuleTheScalarKernelServesAndTheReasonIsLogged() throws Exception {
    assertThat(probe(List.of()))
        .contains("cold=" + HASH, "kernel=scalar", "warm=" + HASH)
        .anyMatch(line -> line.contains("jdk.incubator.vector is absent"));
  }

  @Test
  void vectorsThatAreTooShortAreRefusedAndTheReasonIsLogged() throws Exception {
    assertThat(probe(List.of(ADD_MODULES, "-XX:MaxVectorSize=16")))
        .contains("cold=" + HASH, "kernel=scalar", "warm=" + HASH)
        .anyMatch(line -> line.contains("4 lanes, 8 or 16 are needed"));
  }

  @Test
  void vectorsOf8LanesEqualTheScalarKernelAndAreChosen() throws Exception {
    assumeTrue(VectorKernel.LANES >= 8, "this machine has shorter vectors");
    assumeTrue(Runtime.version().feature() >= 25, "8 lanes are not trusted here");
    assertThat(probe(List.of(ADD_MODULES, "-XX:MaxVectorSize=32"), "equal"))
        .contains("cold=" + HASH, "kernel=vector of 8 lanes", "warm=" + HASH)
        .contains("switched=true", "equal=true");
  }

  @Test
  void theVectorKernelOfThisMachineEqualsTheScalarKernelAndIsChosen() throws Exception {
    assumeTrue(VectorKernel.LANES >= 8, "this machine has shorter vectors");
    assumeTrue(
        VectorKernel.LANES == 16 || Runtime.version().feature() >= 25,
        "8 lanes are not trusted here");
    assertThat(KernelProbe.vectorEqualsScalar()).isTrue();
    assertThat(Blake3.warmUp()).isEqualTo("vector of " + VectorKernel.LANES + " lanes");
    assertThat(KernelProbe.vectorEqualsScalar()).isTrue();
  }

  private static List<String> probe(List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", at(Blake3.class) + File.pathSeparator + at(KernelProbe.class)));
    command.add(KernelProbe.class.getName());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      return output(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> output(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(text).isZero();
    return text.lines().toList();
  }

  private static Path at(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
