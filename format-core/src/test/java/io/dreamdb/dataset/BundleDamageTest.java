package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.object.RefName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle with each byte altered, and each truncation of it. */
class BundleDamageTest {

  /** How often a whole import is tried, and not only its check: these write. */
  private static final int EVERY = 64;

  @TempDir Path folder;
  private Path file;
  private Dataset table;
  private byte[] bytes = {};

  @BeforeEach
  void makeABundle() throws IOException {
    try (Warehouse warehouse =
        Warehouse.open(folder.resolve("lake").toString(), Map.of(), SmallWarehouse.options(3))) {
      warehouse.createSchema("demo", Map.of());
      table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    }
    table.collect().run();
    SmallWarehouse.append(table, RefName.MAIN, 1, 2);
    Path whole = folder.resolve("whole.bundle");
    var unused = table.exportBundle(whole).version("main").run();
    bytes = Files.readAllBytes(whole);
    file = folder.resolve("damaged.bundle");
  }

  @Test
  void eachByteThatIsAlteredIsFound() throws IOException {
    for (int at = 0; at < bytes.length; at++) {
      byte[] altered = bytes.clone();
      altered[at] ^= (byte) (1 << at % 8);
      Files.write(file, altered);
      refuse("byte " + at, at % EVERY == 0);
    }
    // What is refused leaves nothing: neither a branch nor a table.
    assertThat(table.refs()).hasSize(1);
  }

  @Test
  void eachTruncationIsFound() throws IOException {
    for (int length = 0; length < bytes.length; length++) {
      Files.write(file, Arrays.copyOf(bytes, length));
      refuse("cut at byte " + length, length % EVERY == 0);
    }
  }

  @Test
  void anExportThatWasStoppedAtAnyByteGoesOnToTheSameBytes() throws IOException {
    for (int length = 0; length <= bytes.length; length += 61) {
      Files.write(folder.resolve("damaged.bundle.part"), Arrays.copyOf(bytes, length));
      var unused = table.exportBundle(file).version("main").run();
      assertThat(Files.readAllBytes(file)).as("cut at byte " + length).isEqualTo(bytes);
      Files.delete(file);
    }
  }

  private void refuse(String about, boolean whole) {
    // A place of its own: what an earlier attempt copied would not be read again.
    Path place = folder.resolve(about.replace(' ', '-'));
    TableImport into =
        Dataset.importBundle(file, place.toString(), Map.of(), DatasetOptions.DEFAULT);
    assertThatThrownBy(into::preview).as(about).isExactlyInstanceOf(CorruptObject.class);
    if (whole) {
      assertThatThrownBy(into::run).as(about).isExactlyInstanceOf(CorruptObject.class);
      assertThat(place.resolve("refs/main")).doesNotExist();
    }
  }
}
