package io.dreamdb.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.schema.Schema;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The codec in a JVM that has neither Hadoop nor native compression. */
class WithoutHadoopTest {

  private static final List<String> ABSENT = List.of("hadoop-client", "snappy-java", "zstd-jni");

  /** What runs in that JVM. */
  static final class RoundTrip {

    private RoundTrip() {}

    public static void main(String[] arguments) {
      for (String name :
          List.of("org.apache.hadoop.conf.Configuration", "org.xerial.snappy.Snappy")) {
        try {
          Class.forName(name);
          throw new IllegalStateException(name + " is there");
        } catch (ClassNotFoundException expected) {
          continue;
        }
      }
      for (int seed = 0; seed < 20; seed++) {
        RandomBlocks random = new RandomBlocks(seed);
        Schema schema = random.schema();
        var block = random.block(schema, 100);
        RowBatchProperties.assertSameRows(BatchFile.of(block).readAll(schema), block);
      }
    }
  }

  @Test
  void rowBatchesAreWrittenAndReadWithoutHadoopAndNativeLibraries() throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry ->
                ABSENT.stream().noneMatch(Path.of(entry).getFileName().toString()::startsWith))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(run(classPath, RoundTrip.class)).isEmpty();
  }

  private static String run(String classPath, Class<?> main)
      throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(java.toString(), "-cp", classPath, main.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? "" : "exit " + process.exitValue() + ": " + output;
  }
}
