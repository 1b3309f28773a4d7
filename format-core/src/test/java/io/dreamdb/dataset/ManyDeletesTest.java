package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("slow")
class ManyDeletesTest {

  private static final String HEAP = "-Xmx256m";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"125, 100000", "5000, 2500"})
  void tenMillionRowsAreDeletedAtOnceInASmallHeap(int batches, int rows) throws Exception {
    long[] said = run(batches, rows);
    long all = (long) batches * rows;
    System.out.println(all + " rows in " + batches + " batches: " + Arrays.toString(said));
    assertThat(said[0]).isBetween(all * 79 / 100, all * 81 / 100);
    assertThat(said[1]).isEqualTo(all - said[0]);
    assertThat(said[2]).isEqualTo(all - said[0]);
  }

  private long[] run(int batches, int rows) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                "-Djava.util.logging.config.file=src/test/resources/quiet-logging.properties",
                "-cp",
                System.getProperty("java.class.path"),
                ManyDeletes.class.getName(),
                folder.toString(),
                Integer.toString(batches),
                Integer.toString(rows))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return Arrays.stream(output.strip().split(" ")).mapToLong(Long::parseLong).toArray();
  }
}
