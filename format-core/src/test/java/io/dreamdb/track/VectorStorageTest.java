package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.LimitExceeded;
import io.dreamdb.Metric;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.Spool;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorStorageTest {

  private final Space space = new Space();

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1, 1.0",
    "2, 3, 64, 1.0",
    "3, 17, 65, 0.5",
    "4, 8, 513, 0.9",
    "5, 16, 1500, 0.05",
    "6, 768, 700, 0.99",
    "7, 70000, 1, 1.0",
    "8, 2, 100000, 0.5",
    "9, 1, 4096, 0.001",
  })
  void rowsComeBackAsTheyWereAppended(long seed, int dimension, int rows, double share) {
    Random random = new Random(seed);
    Field field = field(Math.min(dimension, 65_535), Metric.L2);
    List<float @Nullable []> model = vectors(random, dimensionOf(field), rows, share);
    VectorEntry entry = write(field, model, random).orElseThrow();
    VectorStorage storage = open(field, entry.storage());

    assertThat(storage.rows()).isEqualTo(rows);
    assertThat(storage.dimension()).isEqualTo(dimensionOf(field));
    int rank = 0;
    float[] target = new float[dimensionOf(field) + 1];
    boolean copies = rows <= 2_000;
    for (int row = 0; row < rows; row++) {
      float[] expected = model.get(row);
      assertThat(storage.rank(row)).as("seed %d, row %d", seed, row).isEqualTo(rank);
      assertThat(storage.isPresent(row)).isEqualTo(expected != null);
      if (expected != null) {
        assertThat(storage.row(rank)).as("seed %d, rank %d", seed, rank).isEqualTo(row);
        rank++;
      }
      if (copies) {
        assertThat(storage.copyTo(row, target, 1)).isEqualTo(expected != null);
        if (expected != null) {
          assertThat(Arrays.copyOfRange(target, 1, target.length)).isEqualTo(expected);
        }
      }
    }
    assertThat(storage.rank(rows)).isEqualTo(rank).isEqualTo(storage.present());
    assertThat(entry.nulls()).isEqualTo(rows - rank);
    for (int i = 0; i < 20; i++) {
      int first = random.nextInt(rows);
      columnsAgree(storage, field, model, first, random.nextInt(Math.min(2_000, rows - first) + 1));
    }
    assertThat(ByteBuffer.wrap(new byte[0])).isEqualTo(storage.vectors(0, 0));
  }

  private static void columnsAgree(
      VectorStorage storage, Field field, List<float @Nullable []> model, int first, int count) {
    EmbeddingColumn column = storage.read((EmbeddingType) field.type(), first, count);
    assertThat(column.rows()).isEqualTo(count);
    for (int i = 0; i < count; i++) {
      assertThat(column.get(i)).as("row %d from %d", i, first).isEqualTo(model.get(first + i));
    }
  }

  /** Appends in each of the ways there are. */
  private Optional<VectorEntry> write(Field field, List<float @Nullable []> model, Random random) {
    EmbeddingType type = (EmbeddingType) field.type();
    int dimension = type.dimension();
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      for (int row = 0; row < model.size(); ) {
        int end = Math.min(model.size(), row + 1 + random.nextInt(1_000));
        switch (random.nextInt(3)) {
          case 0 -> model.subList(row, end).forEach(writer::append);
          case 1 -> {
            EmbeddingColumn.Builder column = new EmbeddingColumn.Builder(type);
            model.subList(row, end).forEach(column::append);
            writer.append(column.build());
          }
          default -> {
            boolean isNull = model.get(row) == null;
            int to = row;
            float[] block = new float[3 + (end - row) * dimension];
            while (to < end && (model.get(to) == null) == isNull) {
              float[] vector = model.get(to);
              if (vector != null) {
                System.arraycopy(vector, 0, block, 3 + (to - row) * dimension, dimension);
              }
              to++;
            }
            end = to;
            if (isNull) {
              writer.appendNulls(end - row);
            } else {
              writer.append(block, 3, end - row);
            }
          }
        }
        row = end;
        assertThat(writer.rows()).isEqualTo(row);
      }
      return writer.finish(space.writer);
    }
  }

  private static List<float @Nullable []> vectors(
      Random random, int dimension, int rows, double share) {
    List<float @Nullable []> vectors = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      vectors.add(random.nextDouble() < share ? vector(random, dimension) : null);
    }
    int some = random.nextInt(rows);
    vectors.set(some, vector(random, dimension));
    return vectors;
  }

  private static float[] vector(Random random, int dimension) {
    float[] vector = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      vector[i] = random.nextFloat() - 0.5f;
    }
    return vector;
  }

  private static Field field(int dimension, Metric metric) {
    return Field.nullable(12, "picture", new EmbeddingType(dimension, metric));
  }

  private static int dimensionOf(Field field) {
    return ((EmbeddingType) field.type()).dimension();
  }

  private VectorStorage open(Field field, ObjectRef ref) {
    return VectorStorage.open(space.reader().open(ObjectFamily.vectors(field.id()), ref));
  }

  @Test
  void theEntryCountsNullsZerosAndTheLargestNorm() {
    Field field = field(2, Metric.IP);
    float tiny = Float.MIN_VALUE;
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      writer.append(new float[] {0, -0f, 3, 4, tiny, tiny, 1, 1}, 0, 4);
      writer.appendNulls(3);
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      assertThat(entry.fieldId()).isEqualTo(12);
      assertThat(entry.nulls()).isEqualTo(3);
      assertThat(entry.zeros()).isEqualTo(2);
      assertThat(entry.maxSquaredNorm()).isEqualTo(25f);
    }
  }

  @Test
  void nothingIsStoredWhereAllRowsAreNull() {
    try (VectorStorageWriter writer = new VectorStorageWriter(field(2, Metric.L2), Space::spool)) {
      writer.appendNulls(1_000);
      writer.append((float[]) null);
      assertThat(writer.finish(space.writer)).isEmpty();
      assertThat(space.keys("embedding.12")).isEmpty();
    }
  }

  @Test
  void vectorsThatCannotBeStoredAreNamedByColumnAndRow() {
    refused(Metric.L2, new float[] {1, Float.NaN}, "element 1 is NaN");
    refused(Metric.L2, new float[] {Float.NEGATIVE_INFINITY, 1}, "element 0 is -Infinity");
    refused(Metric.IP, new float[] {0x1p62f, 0x1p55f}, "above the limit 2^124");
    refused(Metric.COSINE, new float[] {0, 0}, "its norm is zero");
    refused(Metric.COSINE, new float[] {Float.MIN_VALUE, 0}, "its norm is zero");
    refused(Metric.L2, new float[] {1, 2, 3}, "has dimension 3, expected 2");
  }

  private void refused(Metric metric, float[] vector, String reason) {
    try (VectorStorageWriter writer = new VectorStorageWriter(field(2, metric), Space::spool)) {
      writer.append(new float[] {1, 2, 0x1p62f, 0}, 0, 2);
      writer.appendNulls(98);
      assertThatThrownBy(() -> writer.append(vector))
          .isInstanceOf(InvalidInput.class)
          .hasMessageStartingWith("Column 'picture': the vector of row 100 of the batch")
          .hasMessageContaining(reason);
    }
  }

  @Test
  void aBadRowInsideALaterChunkIsNamed() {
    Field field = field(512, Metric.L2);
    float[] block = new float[512 * 1_000];
    block[512 * 777 + 5] = Float.NaN;
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      assertThatThrownBy(() -> writer.append(block, 0, 1_000))
          .hasMessageContaining("row 777 of the batch")
          .hasMessageContaining("element 5");
    }
  }

  @Test
  void aColumnOfAnotherDimensionIsRefused() {
    EmbeddingColumn.Builder three = new EmbeddingColumn.Builder(new EmbeddingType(3, Metric.L2));
    try (VectorStorageWriter writer = new VectorStorageWriter(field(2, Metric.L2), Space::spool)) {
      assertThatThrownBy(() -> writer.append(three.build()))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("has dimension 3, expected 2");
    }
  }

  @Test
  void aBatchHasAtMostSixteenMillionRows() {
    try (VectorStorageWriter writer = new VectorStorageWriter(field(1, Metric.L2), Space::spool)) {
      writer.append(new float[] {7});
      writer.appendNulls(BatchEntry.MAX_ROWS - 1);
      assertThatThrownBy(() -> writer.appendNulls(1))
          .isInstanceOf(LimitExceeded.class)
          .hasMessageContaining("'picture': 16777217 rows in one batch; the limit is 16777216");
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      VectorStorage storage = open(field(1, Metric.L2), entry.storage());
      assertThat(storage.present()).isEqualTo(1);
      assertThat(storage.rank(BatchEntry.MAX_ROWS)).isEqualTo(1);
    }
  }

  @Test
  void vectorsWaitInFilesWhichGoWhenTheyAreStored(@TempDir Path folder) throws Exception {
    Field field = field(64, Metric.L2);
    Random random = new Random(3);
    try (VectorStorageWriter writer =
        new VectorStorageWriter(field, () -> Spool.inFolder(folder, 4_096))) {
      List<float @Nullable []> model = vectors(random, 64, 5_000, 0.9);
      model.forEach(writer::append);
      assertThat(files(folder)).isEqualTo(1);
      assertThat(writer.vectorBytes()).isGreaterThan(1 << 20);
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      assertThat(files(folder)).isZero();
      columnsAgree(open(field, entry.storage()), field, model, 0, 5_000);
    }
  }

  private static long files(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }

  @Test
  void sectionsStandWhereTheSpecificationPutsThem() {
    Field field = field(2, Metric.L2);
    try (VectorStorageWriter writer = new VectorStorageWriter(field, Space::spool)) {
      writer.append(new float[] {1, 2});
      writer.appendNulls(599);
      writer.append(new float[] {3, 4});
      VectorEntry entry = writer.finish(space.writer).orElseThrow();
      ByteBuffer bytes = space.store.read(space.keys("embedding.12/vector").get(0));
      ByteBuffer little = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      // Ten words and two ranks are 88 bytes, which take 128.
      assertThat(entry.storage().lengthBytes()).isEqualTo(64 + 128 + 16);
      assertThat(little.getLong(64)).isEqualTo(1);
      assertThat(little.getLong(64 + 8 * 9)).isEqualTo(1L << 600 - 576);
      assertThat(little.getInt(64 + 80)).isZero();
      assertThat(little.getInt(64 + 84)).isEqualTo(1);
      assertThat(little.getFloat(192)).isEqualTo(1f);
      assertThat(little.getFloat(204)).isEqualTo(4f);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 0.7})
  void blocksHoldTheVectorsThatAreThere(double share) {
    Random random = new Random(77);
    Field field = field(100, Metric.L2);
    List<float @Nullable []> model = vectors(random, 100, 6_000, share);
    VectorEntry entry = write(field, model, random).orElseThrow();
    assertThat(entry.storage().lengthBytes()).isGreaterThan(1 << 20);
    VectorStorage storage = open(field, entry.storage());
    List<float[]> there = new ArrayList<>();
    for (float[] vector : model) {
      if (vector != null) {
        there.add(vector);
      }
    }
    for (int i = 0; i < 50; i++) {
      int first = random.nextInt(there.size());
      int count = random.nextInt(there.size() - first + 1);
      ByteBuffer block = storage.vectors(first, count);
      assertThat(block.remaining()).isEqualTo(count * 400);
      assertThat(block.isReadOnly()).isTrue();
      float[] floats = new float[count * 100];
      block.asFloatBuffer().get(floats);
      for (int k = 0; k < count; k += 97) {
        assertThat(Arrays.copyOfRange(floats, k * 100, k * 100 + 100))
            .isEqualTo(there.get(first + k));
      }
    }
    assertThat(storage.maxBlockVectors()).isEqualTo((256 << 20) / 400);
  }

  @Test
  void aPartOfALargeStorageIsReadThroughItsOutboard() {
    Random random = new Random(78);
    Field field = field(100, Metric.L2);
    VectorEntry entry = write(field, vectors(random, 100, 6_000, 1), random).orElseThrow();
    ObjectKey key = space.keys("embedding.12/vector").get(0);
    VectorStorage before = open(field, entry.storage());
    space.flip(key, 2_000_000);
    int damaged = (2_000_000 - 64) / 400;

    VectorStorage storage = open(field, entry.storage());
    float[] vector = new float[100];
    assertThat(storage.copyTo(0, vector, 0)).isTrue();
    assertThat(before.copyTo(10, vector, 0)).isTrue();
    assertThatThrownBy(() -> storage.copyTo(damaged, vector, 0))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(key.path());
  }

  @Test
  void aFlippedByteInHeaderOrValidityIsFound() {
    Random random = new Random(79);
    Field field = field(4, Metric.L2);
    VectorEntry entry = write(field, vectors(random, 4, 1_000, 0.5), random).orElseThrow();
    ObjectKey key = space.keys("embedding.12/vector").get(0);
    for (int at : new int[] {0, 63, 64, 200, 300}) {
      space.flip(key, at);
      assertThatThrownBy(() -> open(field, entry.storage()))
          .isInstanceOf(CorruptObject.class)
          .hasMessageContaining(key.path());
      space.flip(key, at);
    }
    assertThat(open(field, entry.storage()).rows()).isEqualTo(1_000);
  }

  @Test
  void wrongSectionsAreRefused() {
    byte[] good = someStorage();
    tampered(good, 63, 1, "expected zero bytes up to offset 64, found 1 at 63");
    tampered(good, 64 + 8, 0x40, "expected no bit beyond row 69 at offset 72");
    tampered(good, 64, 2, "expected 2 rows with a vector, found 3, at offset 64");
    tampered(good, 64 + 16, 1, "expected rank 0 of row 0, found 1, at offset 80");
    tampered(good, 64 + 20, 1, "expected zero bytes at offset 84");
    tampered(good, 127, 1, "expected zero bytes at offset 127");
    byte[] longer = Arrays.copyOf(good, good.length + 1);
    assertStorageRefused(
        longer, "has 145 bytes; its header of 2 vectors of dimension 2 in 70 rows says 144");
    assertStorageRefused(Arrays.copyOf(good, 40), "expected a header of 64 bytes");
  }

  @Test
  void wrongHeadersAreRefused() {
    VectorHeader header = new VectorHeader(2, 70, 2);
    replaced(header, "f32", "f16", "expected \"f32\"");
    replaced(header, "rows", "rowz", "expected a value, found no such field");
    headerRefused(new VectorHeader(2, 70, 71), ".present: expected integer from 1 to 70");
    headerRefused(new VectorHeader(2, 70, 0), ".present: expected integer from 1 to 70");
    headerRefused(new VectorHeader(0, 70, 70), ".dimension: expected integer from 1 to 65535");
    headerRefused(new VectorHeader(2, 0, 0), ".rows: expected integer from 1 to 16777216");
    headerRefused(
        new VectorHeader(2, (1 << 24) + 1, 7), ".rows: expected integer from 1 to 16777216");
    byte[] kind = header.encode();
    kind[new String(kind, StandardCharsets.ISO_8859_1).indexOf("vector")] = 'V';
    assertThatThrownBy(() -> VectorHeader.decode(ByteBuffer.wrap(kind), "it"))
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("'Vector'");
    byte[] version = header.encode();
    version[3] = 2;
    assertThatThrownBy(() -> VectorHeader.decode(ByteBuffer.wrap(version), "it"))
        .isInstanceOf(UnsupportedFormat.class)
        .hasMessageContaining("version 2");
  }

  @Test
  void theLargestHeaderFitsIntoItsBytes() {
    VectorHeader largest = new VectorHeader(65_535, 1 << 24, 1 << 24);
    assertThat(VectorHeader.decode(ByteBuffer.wrap(largest.encode()), "it")).isEqualTo(largest);
  }

  private static void replaced(VectorHeader header, String from, String to, String expected) {
    String text = new String(header.encode(), StandardCharsets.ISO_8859_1);
    byte[] changed = text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> VectorHeader.decode(ByteBuffer.wrap(changed), "it"))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(expected);
  }

  private static void headerRefused(VectorHeader header, String expected) {
    assertThatThrownBy(() -> VectorHeader.decode(ByteBuffer.wrap(header.encode()), "it"))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("it" + expected);
  }

  /** Rows 0 and 69 of 70 have a vector of dimension 2. */
  private static byte[] someStorage() {
    ByteBuffer bytes = ByteBuffer.allocate(144).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new VectorHeader(2, 70, 2).encode());
    bytes.putLong(1).putLong(1 << 5).putInt(0).position(128);
    bytes.putFloat(1).putFloat(2).putFloat(3).putFloat(4);
    return bytes.array();
  }

  private void tampered(byte[] good, int at, int bits, String expected) {
    byte[] bad = good.clone();
    bad[at] ^= (byte) bits;
    assertStorageRefused(bad, expected);
  }

  private void assertStorageRefused(byte[] bytes, String expected) {
    Field field = field(2, Metric.L2);
    open(field, space.writer.write(ObjectFamily.vectors(12), someStorage()));
    ObjectRef ref = space.writer.write(ObjectFamily.vectors(12), bytes);
    assertThatThrownBy(() -> open(field, ref))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(ref.id().toString())
        .hasMessageContaining(expected);
  }

  @Test
  void aStorageThatDisagreesWithItsBatchIsRefused() {
    Field field = field(2, Metric.L2);
    ObjectRef ref = space.writer.write(ObjectFamily.vectors(12), someStorage());
    VectorEntry entry = new VectorEntry(12, ref, 68, 0, 25);
    Batch batch = new Batch(0, BatchEntry.of(70, 1, 1, null, List.of(entry), null));
    assertThat(space.view.vectors(batch, field).orElseThrow().present()).isEqualTo(2);
    assertThat(space.view.vectors(batch, Field.nullable(13, "x", field.type()))).isEmpty();

    assertThatThrownBy(() -> space.view.vectors(batch, field(3, Metric.L2)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("has dimension 2, 70 rows and 68 NULLs; its batch says 3, 70 and 68");
    Batch longer = new Batch(0, BatchEntry.of(71, 1, 1, null, List.of(entry), null));
    assertThatThrownBy(() -> space.view.vectors(longer, field))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("its batch says 2, 71 and 68");
  }
}
