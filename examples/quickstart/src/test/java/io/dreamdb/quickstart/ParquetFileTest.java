package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session without a table of ours: what is looked at before anything is made. */
@Tag("ci")
final class ParquetFileTest {

  @TempDir private static Path folder;
  private static SparkSide spark;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @BeforeAll
  static void start() {
    spark = SparkSide.start(folder.resolve("warehouse"), folder);
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private Subject read(String query, String column) throws IOException {
    Path written = Files.createTempDirectory(folder, "file");
    spark.session().sql(query).coalesce(1).write().mode("overwrite").parquet(written.toString());
    try (Stream<Path> parts = Files.list(written)) {
      Path part =
          parts.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Path file =
          Files.move(
              part,
              folder.resolve("My File-2.parquet"),
              java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), 1);
      return new ParquetFile(file, column).read(spark, console);
    }
  }

  @Test
  void theTableIsPlannedFromTheFile() throws Exception {
    Subject subject =
        read(
            "SELECT id, IF(id % 10 = 0, 'rare', 'it''s common') AS `Kind Of`,"
                + " repeat('prose ', 50) AS text, CAST(id AS TINYINT) AS small,"
                + " array(CAST(id AS DOUBLE), 1.0D, 2.0D) AS v FROM range(100)",
            "V");
    assertThat(subject.table()).isEqualTo("files.my_file_2");
    assertThat(subject.columns())
        .containsExactly(
            "id BIGINT", "`Kind Of` STRING", "text STRING", "small INT", "v ARRAY<FLOAT>");
    assertThat(subject.dimension()).isEqualTo(3);
    assertThat(subject.key()).contains(new Subject.Key("id", false));
    assertThat(subject.filter()).contains(new Subject.Filter("Kind Of", "it's common"));
    assertThat(subject.shown()).containsExactly("id", "Kind Of", "text");
    assertThat(subject.rows())
        .isEqualTo(
            "SELECT id, `Kind Of`, text, CAST(small AS INT), CAST(v AS ARRAY<FLOAT>) FROM corpus");
    assertThat(spark.rows(subject.rows())).hasSize(100);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("100 rows", "dimension 3", "90 rows");
  }

  @Test
  void aFileWithVectorsAloneHasNoFilterAndNoKey() throws Exception {
    Subject subject = read("SELECT array(1F, 2F) AS v FROM range(3)", "v");
    assertThat(subject.key()).isEqualTo(Optional.empty());
    assertThat(subject.filter()).isEqualTo(Optional.empty());
    assertThat(subject.shown()).isEqualTo(List.of());
  }

  @Test
  void aColumnThatIsMissingOrNoListOfFloatsIsRefused() {
    assertThatThrownBy(() -> read("SELECT 1 AS a, array(1F) AS v", "w"))
        .isInstanceOf(QuickstartFailure.class)
        .hasMessageContaining("has no column 'w'; it has [a, v]");
    assertThatThrownBy(() -> read("SELECT 1 AS a", "a"))
        .hasMessageContaining("column 'a' has type INT; --embedding needs a list of floats");
    assertThatThrownBy(() -> read("SELECT CAST(NULL AS ARRAY<FLOAT>) AS v", "v"))
        .hasMessageContaining("no row has a value in 'v'");
  }

  @Test
  void aVectorOfAnotherLengthIsNamedByItsRow() {
    assertThatThrownBy(() ->
            read("SELECT IF(id = 41, array(1F), array(1F, 2F)) AS v FROM range(0, 100, 1, 1)", "v"))
        .hasMessageContaining("row 42: the vector in 'v' has 1 elements; expected 2");
    assertThatThrownBy(() ->
            read("SELECT array(1F, IF(id = 7, float('nan'), 2F)) AS v FROM range(0, 9, 1, 1)", "v"))
        .hasMessageContaining("row 8: the vector in 'v' has an element that is no finite float");
  }

  @Test
  void aFileThatIsNoParquetIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("text.parquet"), "no parquet, but long enough");
    Console console = new Console(new PrintStream(out, true, StandardCharsets.UTF_8), 1);
    assertThatThrownBy(() -> new ParquetFile(file, "v").read(spark, console))
        .isInstanceOf(QuickstartFailure.class)
        .hasMessageContaining("cannot be read as Parquet");
  }
}
