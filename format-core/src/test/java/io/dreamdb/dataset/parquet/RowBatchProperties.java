package io.dreamdb.dataset.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What holds for every schema and all rows. */
class RowBatchProperties {

  @Property(tries = 200)
  void rowsComeBackAsTheyWere(@ForAll long seed) {
    RandomBlocks random = new RandomBlocks(seed);
    Schema schema = random.schema();
    RowBlock block = random.block(schema, new Random(seed).nextInt(300));
    assertSameRows(BatchFile.of(block).readAll(schema), block);
  }

  @Property(tries = 60)
  void anyColumnsOfAnyRangesComeBackInAnyOrder(@ForAll long seed) {
    RandomBlocks random = new RandomBlocks(seed);
    Schema schema = random.schema();
    RowBlock block = random.block(schema, 200);
    Random choice = new Random(seed);
    List<Field> chosen = new ArrayList<>(schema.fields());
    Collections.shuffle(chosen, choice);
    chosen = chosen.subList(0, choice.nextInt(chosen.size() + 1));
    BatchFile file = BatchFile.of(block);
    Schema columns = new Schema(chosen);
    try (RowBatchReader reader = file.open(columns)) {
      for (int i = 0; i < 8; i++) {
        assertReadsAnyRange(reader, columns, block, choice);
      }
    }
    for (int i = 0; i < 8; i++) {
      try (RowBatchReader reader = file.openScattered(columns)) {
        assertReadsAnyRange(reader, columns, block, choice);
      }
    }
  }

  private static void assertReadsAnyRange(
      RowBatchReader reader, Schema columns, RowBlock block, Random choice) {
    int first = choice.nextInt(200);
    int count = choice.nextInt(201 - first);
    RowBlock read = reader.read(first, count);
    RowBlock expected = block.slice(first, first + count);
    assertThat(read.rows()).isEqualTo(count);
    for (Field field : columns.fields()) {
      for (int row = 0; row < count; row++) {
        assertThat(read.column(field.id()).get(row))
            .isEqualTo(expected.column(field.id()).get(row));
      }
    }
  }

  @Property(tries = 40)
  void bytesDependOnTheRowsAndNotOnTheBlocks(@ForAll long seed) {
    RandomBlocks random = new RandomBlocks(seed);
    Schema schema = random.schema();
    RowBlock block = random.block(schema, 300);
    int cut = new Random(seed).nextInt(301);
    assertThat(BatchFile.bytes(schema, List.of(block.slice(0, cut), block.slice(cut, 300))))
        .isEqualTo(BatchFile.bytes(schema, List.of(block)));
  }

  /** The object's id would have told before; but a writer may have stored such bytes. */
  @Property(tries = 300)
  void bytesThatAreNoRowBatchAreRefusedOrGiveRowsButNeverAnotherFailure(@ForAll long seed) {
    RandomBlocks random = new RandomBlocks(seed % 10);
    Schema schema = random.schema();
    byte[] bytes = BatchFile.bytes(schema, List.of(random.block(schema, 50)));
    Random choice = new Random(seed);
    for (int i = 1 + choice.nextInt(3); i > 0; i--) {
      bytes[choice.nextInt(bytes.length)] ^= (byte) (1 << choice.nextInt(8));
    }
    BatchFile file = new BatchFile(bytes);
    try {
      // Small values in wrong places are still values; what must not be is another exception.
      file.readAll(schema);
    } catch (DreamException e) {
      assertThat(e).hasMessageContaining(file.name());
    }
  }

  @Property(tries = 50)
  void aBatchThatWasCutOffIsCorrupt(@ForAll long seed) {
    RandomBlocks random = new RandomBlocks(seed % 10);
    Schema schema = random.schema();
    byte[] bytes = BatchFile.bytes(schema, List.of(random.block(schema, 50)));
    int length = new Random(seed).nextInt(bytes.length);
    BatchFile file = new BatchFile(java.util.Arrays.copyOf(bytes, length));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> file.readAll(schema))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(file.name());
  }

  static void assertSameRows(RowBlock found, RowBlock expected) {
    assertThat(found.rows()).isEqualTo(expected.rows());
    for (int row = 0; row < expected.rows(); row++) {
      assertThat(found.row(row)).isEqualTo(expected.row(row));
    }
  }
}
