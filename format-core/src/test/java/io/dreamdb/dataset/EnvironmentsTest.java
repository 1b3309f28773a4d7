package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same history makes the same objects whatever the JVM's surroundings are. */
class EnvironmentsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dfile.encoding=ISO-8859-1 -Duser.timezone=Pacific/Kiritimati -Duser.language=tr"
            + " -Duser.country=TR -XX:+UnlockExperimentalVMOptions -XX:hashCode=2",
        "-Dfile.encoding=US-ASCII -Duser.timezone=America/St_Johns -Duser.language=ar"
            + " -Duser.extensions=u-nu-arab -Dline.separator=|"
      })
  void encodingTimeZoneLocaleAndIdentityHashesChangeNoId(String settings) throws Exception {
    String here = "ids " + EnvironmentFingerprint.ids(folder.resolve("here"));
    assertThat(there(settings)).isEqualTo(here);
  }

  private String there(String settings) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(settings.split(" ")));
    command.add("-Djava.util.logging.config.file=src/test/resources/quiet-logging.properties");
    command.addAll(List.of("-Dsun.stdout.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(EnvironmentFingerprint.class.getName());
    command.add(folder.resolve("there").toString());
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.replace("|", "").strip();
  }
}
