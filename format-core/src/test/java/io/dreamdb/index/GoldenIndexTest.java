package io.dreamdb.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The exact bytes of each layout of {@code index.md}; those of structural objects are compared by
 * {@code GoldenTest}, which also shows them in {@code examples.md}.
 *
 * <p>A change of bytes is a change of the format. Where one is meant, {@code
 * -Ddreamdb.golden.regenerate=true} writes the files again and fails, so that nobody takes that run
 * for a proof.
 */
class GoldenIndexTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @BeforeAll
  static void regenerateWhereAsked() throws IOException {
    if (Boolean.getBoolean("dreamdb.golden.regenerate")) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, byte[]> golden : GoldenIndex.binary().entrySet()) {
        Files.write(FOLDER.resolve(golden.getKey() + ".bin"), golden.getValue());
      }
      fail("golden files were written again: read the difference, then run without the property");
    }
  }

  @Test
  void eachLayoutHasTheBytesOfItsGoldenFile() throws IOException {
    for (Map.Entry<String, byte[]> golden : GoldenIndex.binary().entrySet()) {
      assertThat(HexFormat.of().formatHex(golden.getValue()))
          .as(golden.getKey())
          .isEqualTo(HexFormat.of().formatHex(bytes(golden.getKey())));
    }
  }

  @Test
  void goldenFilesReadBackAsWhatWasWritten() throws IOException {
    assertThat(IndexTrack.decode(item("index-track"))).isEqualTo(GoldenIndex.track());
    assertThat(IndexTrack.decode(item("index-track-slack")))
        .isEqualTo(GoldenIndex.trackWithSlack());
    assertThat(SpatialIndex.decode(item("index-spatial"))).isEqualTo(GoldenIndex.spatial());
    assertThat(SpatialIndex.decode(item("index-spatial-router"))).isEqualTo(GoldenIndex.routed());
    assertThat(VectorCompressor.decode(item("index-compressor")))
        .isEqualTo(GoldenIndex.compressor());
    PackEntry entry = GoldenIndex.entry(0);
    assertThat(PackEntry.decode(entry.key(), item("index-entry").value())).isEqualTo(entry);
    ByteBuffer centroids = ByteBuffer.wrap(bytes("index-centroids"));
    assertThat(Centroids.decode(centroids, 2, 3, "it").values())
        .containsExactly(GoldenIndex.centroids().values());
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
  }

  private static CborItem item(String name) throws IOException {
    return CborItem.root(name, Cbor.decode(bytes(name), name));
  }
}
