package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.GoldenContents;
import io.dreamdb.object.GoldenRoot;
import io.dreamdb.object.ObjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The exact bytes of each structural kind, and {@code docs/format/examples.md}, which shows them.
 *
 * <p>A change of bytes is a change of the format. Where one is meant, {@code
 * -Ddreamdb.golden.regenerate=true} writes the files and the document again and fails, so that
 * nobody takes that run for a proof.
 */
class GoldenTest {

  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");
  private static final Path EXAMPLES = Path.of("..", "docs", "format", "examples.md");

  @BeforeAll
  static void regenerateWhereAsked() throws IOException {
    if (Boolean.getBoolean("dreamdb.golden.regenerate")) {
      Files.createDirectories(FOLDER);
      for (Map.Entry<String, byte[]> golden : GoldenObjects.all().entrySet()) {
        Files.write(FOLDER.resolve(golden.getKey() + ".bin"), golden.getValue());
      }
      Files.writeString(EXAMPLES, document());
      fail("golden files were written again: read the difference, then run without the property");
    }
  }

  @Test
  void eachKindHasTheBytesOfItsGoldenFile() throws IOException {
    for (Map.Entry<String, byte[]> golden : GoldenObjects.all().entrySet()) {
      assertThat(HexFormat.of().formatHex(bytes(golden.getKey())))
          .as(golden.getKey())
          .isEqualTo(HexFormat.of().formatHex(golden.getValue()));
    }
  }

  @Test
  void goldenFilesReadBackAsWhatWasWritten() throws IOException {
    assertThat(Genesis.decode(item("genesis"))).isEqualTo(GoldenObjects.genesis());
    assertThat(ManifestCodec.decode(item("manifest-minimal"))).isEqualTo(GoldenObjects.minimal());
    assertThat(ManifestCodec.decode(item("manifest-full"))).isEqualTo(GoldenObjects.full());
    assertThat(ManifestCodec.decode(item("manifest-sealed"))).isEqualTo(GoldenObjects.sealed());
    assertThat(ManifestCodec.decode(item("manifest-closed"))).isEqualTo(GoldenObjects.closed());
    assertThat(GoldenRoot.decodedAndEncoded(item("gc-root"))).isEqualTo(bytes("gc-root"));
    assertThat(GoldenContents.decodedAndEncoded(item("bundle-contents")))
        .isEqualTo(bytes("bundle-contents"));
    assertThat(Page.decode(item("page-leaf"))).isEqualTo(GoldenObjects.leaf());
    assertThat(Page.decode(item("page-inner"))).isEqualTo(GoldenObjects.inner());
    assertThat(Tree.decode(item("track-inline").fields().required("batches")))
        .isEqualTo(GoldenObjects.inline());
    assertThat(Tree.decode(item("track-inline").fields().required("tombstones")))
        .isEqualTo(Tree.EMPTY);
    assertThat(Tree.decode(item("track-paged").fields().required("batches")))
        .isEqualTo(GoldenObjects.paged());
  }

  @Test
  void theDocumentShowsTheGoldenFiles() throws IOException {
    String found = Files.readString(EXAMPLES);
    assertThat(found).isEqualTo(document());
    String[] blocks = found.split("```\n");
    int block = 1;
    for (String name : GoldenObjects.TITLES.keySet()) {
      assertThat(HexReading.bytesIn(blocks[block])).as(name).isEqualTo(bytes(name));
      block += 2;
    }
    assertThat(blocks).hasSize(2 * GoldenObjects.TITLES.size());
  }

  private static String document() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("# Examples\n\n");
    text.append("One object of every structural kind and form. Each line has the bytes in hex");
    text.append(" before the bar and what they say behind it: for a\n");
    text.append("field of a map its key, then its value; for an array or map its head, the inside");
    text.append(" being indented below. Ids of repeated bytes stand for\n");
    text.append("objects that are not shown. A test keeps this document equal to the golden");
    text.append(" files.\n");
    for (Map.Entry<String, String> title : GoldenObjects.TITLES.entrySet()) {
      byte[] bytes = bytes(title.getKey());
      text.append("\n## ").append(title.getValue()).append("\n\n");
      text.append('`').append(title.getKey()).append(".bin`, ").append(bytes.length);
      text.append(" bytes, id `").append(ObjectId.ofDigest(Blake3.hash(bytes))).append("`.\n\n");
      text.append("```\n").append(HexReading.of(bytes)).append("```\n");
    }
    return text.toString();
  }

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(FOLDER.resolve(name + ".bin"));
  }

  private static CborItem item(String name) throws IOException {
    CborValue value = Cbor.decode(bytes(name), name);
    return CborItem.root(name, value);
  }
}
