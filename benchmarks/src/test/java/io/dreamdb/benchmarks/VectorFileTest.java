package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VectorFileTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("some.fvecs");
  }

  @Test
  void whatIsWrittenIsReadAgain() throws Exception {
    VectorFile.write(file, new Vectors(new float[] {1, -2.5f, 3, 4, 0, 6}, 3));

    Vectors read = VectorFile.floats(file);

    assertThat(Files.size(file)).isEqualTo(2 * 16);
    assertThat(read.rows()).isEqualTo(2);
    assertThat(read.row(0)).containsExactly(1, -2.5f, 3);
    assertThat(read.row(1)).containsExactly(4, 0, 6);
  }

  @Test
  void listsAreReadAgain() throws Exception {
    VectorFile.write(file, new int[][] {{3, 1}, {0, 2}});

    assertThat(VectorFile.ints(file)).isDeepEqualTo(new int[][] {{3, 1}, {0, 2}});
  }

  @Test
  void aFileThatIsCutOffIsRefused() throws Exception {
    VectorFile.write(file, new Vectors(new float[6], 3));
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 31));

    refused("31 bytes, no whole number of rows of 3 elements");
  }

  @Test
  void rowsOfDifferentLengthAreRefused() throws Exception {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putInt(1).putFloat(1).putInt(2).putFloat(1).array());

    refused("row 1 has 2 elements, row 0 has 1");
  }

  @Test
  void anotherFormatIsRefused() throws Exception {
    Files.writeString(file, "id,vector\n");

    refused("no TEXMEX file");
  }

  @Test
  void anEmptyFileIsRefused() throws Exception {
    Files.createFile(file);

    refused("begins with 0");
  }

  @Test
  void notANumberIsRefused() throws Exception {
    VectorFile.write(file, new Vectors(new float[] {1, 2, 3, Float.NaN}, 2));

    refused("row 1 has NaN at element 1");
  }

  private void refused(String why) {
    assertThatThrownBy(() -> VectorFile.floats(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(why);
  }
}
