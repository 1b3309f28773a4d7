package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.hash.Blake3;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleStoreTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @TempDir Path folder;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private byte[] genesis = {};
  private ObjectId timeline = ObjectId.ofDigest(new byte[32]);

  @BeforeEach
  void readTheGenesis() throws IOException {
    genesis = Files.readAllBytes(GOLDEN.resolve("genesis.bin"));
    timeline = ObjectId.ofDigest(Blake3.hash(genesis));
  }

  /** The layout alone: the bitmap is there for its long key, and nothing refers to it. */
  @Test
  void theGoldenBundleHasTheBytesOfItsFile() throws IOException {
    byte[] manifest = Files.readAllBytes(GOLDEN.resolve("manifest-minimal.bin"));
    byte[] bitmap = Files.readAllBytes(GOLDEN.resolve("rows-bitmap.bin"));
    MemoryObjectStore store = new MemoryObjectStore();
    ObjectWriter.writeGenesis(store, genesis);
    ObjectWriter objects = new ObjectWriter(store, timeline, 3);
    ObjectRef ref = objects.write(ObjectFamily.BITMAP, bitmap);
    ObjectId id = objects.writeManifest(manifest);
    ObjectReader reader =
        new ObjectReader(
            store, timeline, new ObjectCache(0), new VerifiedGroups(Verification.ALWAYS));
    Path file = folder.resolve("golden.bundle");
    BundleContents contents = new BundleContents(timeline, false, List.of(id));
    try (BundleWriter writer = BundleWriter.open(file)) {
      writer.add(reader.genesisBytes());
      writer.add(reader.bytes(ObjectFamily.BITMAP, ref));
      writer.add(reader.manifestBytes(id));
      writer.finish(contents);
    }
    Path golden = GOLDEN.resolve("bundle.bin");
    if (Boolean.getBoolean("dreamdb.golden.regenerate")) {
      Files.copy(file, golden, StandardCopyOption.REPLACE_EXISTING);
      fail("the golden file was written again: read the difference, run without the property");
    }
    assertThat(file).hasSameBinaryContentAs(golden);
    try (BundleStore bundle = BundleStore.open(golden)) {
      assertThat(bundle.contents()).isEqualTo(contents);
      assertThat(bundle.members()).isEqualTo(2);
      assertThat(bundle.read(ObjectFamily.BITMAP.key(timeline, ref)).remaining())
          .isEqualTo(bitmap.length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../manifests/x",
        "/etc/passwd",
        "manifests/..",
        "refs/main",
        "gc/root",
        "Manifests/x",
        "",
        "manifests/dztstcp2xjy33x4jvclqsdd67oejdoa7rjm55cbjvzz3kxx64rrpf",
        "tmp/x",
        "a b",
        "manifests//x",
        "manifests/",
        "outboards/x",
        "bundle/x"
      })
  void namesThatAreNoKeysOfTheTimelineAreRefused(String name) throws IOException {
    member("genesis/" + timeline, genesis.length, genesis);
    member(name, 1, new byte[1]);
    finish();
    refuse(name.isEmpty() ? "is none" : "member at offset");
  }

  @Test
  void objectsOfOtherTimelinesUnknownLeavesAndOutboardsAreRefused() throws IOException {
    String id = ObjectId.ofDigest(new byte[32]).toString();
    for (String name :
        List.of(
            id + "/rows/batch/" + id,
            timeline + "/rows/other/" + id,
            timeline + "/rows/batch/" + id + ".0",
            timeline + "/rows/batch/" + id + ".9999999999999999999",
            "outboards/" + timeline + "/rows/batch/" + id)) {
      bytes.reset();
      member("genesis/" + timeline, genesis.length, genesis);
      member(name, 1, new byte[1]);
      finish();
      refuse("expected a manifest, or an object of timeline");
    }
  }

  @Test
  void aKeyThatComesTwiceAndASecondOrLaterGenesisAreRefused() throws IOException {
    String key = "manifests/" + timeline;
    member("genesis/" + timeline, genesis.length, genesis);
    member(key, 1, new byte[1]);
    member(key, 1, new byte[1]);
    finish();
    refuse("one of that name before it");
    bytes.reset();
    member("genesis/" + timeline, genesis.length, genesis);
    member("genesis/" + timeline, genesis.length, genesis);
    finish();
    refuse("expected a manifest");
    bytes.reset();
    member(key, 1, new byte[1]);
    finish();
    refuse("the first is the genesis");
  }

  @Test
  void lengthsThatAreClaimedCostNothing() throws IOException {
    for (long length : List.of(1L << 20, 4L << 30)) {
      bytes.reset();
      member("genesis/" + timeline, genesis.length, genesis);
      member("manifests/" + timeline, length, new byte[1]);
      finish();
      refuse("was cut");
    }
    bytes.reset();
    member("genesis/" + timeline, 6L << 30, genesis);
    refuse("the limit is 5368709120");
    bytes.reset();
    member("genesis/" + timeline, genesis.length, genesis);
    byte[] huge = new byte[(16 << 20) + 1];
    member("bundle/" + ObjectId.ofDigest(Blake3.hash(huge)), huge.length, huge);
    finish();
    refuse("at most 16 MiB");
  }

  @Test
  void whatOtherProgramsPutIntoATarIsRefused() throws IOException {
    for (int[] change : new int[][] {{156, '5'}, {156, '2'}, {107, '1'}, {147, '1'}, {265, 'r'}}) {
      bytes.reset();
      member("genesis/" + timeline, genesis.length, genesis);
      byte[] changed = bytes.toByteArray();
      changed[change[0]] = (byte) change[1];
      Files.write(file(), changed);
      refuse("is not as a bundle's are");
    }
  }

  @Test
  void bytesBehindTheEndAreRefused() throws IOException {
    Path golden = GOLDEN.resolve("bundle.bin");
    for (int more : List.of(1, 512, 9_216)) {
      bytes.reset();
      bytes.write(Files.readAllBytes(golden));
      bytes.write(new byte[more]);
      Files.write(file(), bytes.toByteArray());
      refuse("something was added");
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    Path missing = folder.resolve("missing.bundle");
    assertThatThrownBy(() -> BundleStore.open(missing))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("There is no file " + missing);
  }

  @Test
  void aKeyThatIsTooLongIsRefusedByTheWriter() {
    ObjectKey key = new ObjectKey("a".repeat(101));
    assertThatThrownBy(new BundleMember(key, 1)::encode)
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("too long for a bundle");
  }

  @Test
  void theLargestObjectFits() {
    ObjectKey key = new ObjectKey("manifests/" + timeline);
    BundleMember member = new BundleMember(key, ObjectRef.MAX_LENGTH_BYTES);
    assertThat(BundleMember.decode(member.encode(), "it")).isEqualTo(member);
  }

  private void member(String name, long length, byte[] content) throws IOException {
    byte[] block = new BundleMember(new ObjectKey("x"), 0).encode();
    put(block, 0, name.length() > 100 ? name.substring(name.lastIndexOf('/') + 1) : name);
    put(block, 345, name.length() > 100 ? name.substring(0, name.lastIndexOf('/')) : "");
    put(block, 124, String.format(Locale.ROOT, "%011o", length));
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format(Locale.ROOT, "%06o\0 ", sum));
    bytes.write(block);
    bytes.write(content);
    bytes.write(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] block, int at, String text) {
    if (at == 0) {
      Arrays.fill(block, 0, 100, (byte) 0);
    }
    byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(ascii, 0, block, at, ascii.length);
  }

  private void finish() throws IOException {
    bytes.write(new byte[1_024]);
    Files.write(file(), bytes.toByteArray());
  }

  private void refuse(String because) throws IOException {
    if (Files.notExists(file())) {
      finish();
    }
    assertThatThrownBy(() -> BundleStore.open(file()))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining(because);
    Files.delete(file());
  }

  private Path file() {
    return folder.resolve("hostile.bundle");
  }
}
