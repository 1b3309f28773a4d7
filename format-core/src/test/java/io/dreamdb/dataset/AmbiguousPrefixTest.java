package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.hash.Blake3;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Manifests;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStores;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Two versions whose ids begin alike: eight characters are 32 bits, so a search finds them. */
class AmbiguousPrefixTest {

  private static final int PREFIX = 8;
  private static final long MARK = 0x5eed5eed5eed5eedL;
  private static final List<RefName> TWINS = List.of(new RefName("left"), new RefName("right"));

  @Test
  void aPrefixOfSeveralVersionsNamesThemAll() {
    DatasetOptions options = DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(5));
    Warehouse warehouse = Warehouse.open("memory:ambiguous", Map.of(), options);
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(TableName.parse("demo.twins"), ModelRow.SCHEMA, Map.of());
    Space space =
        Space.open(ObjectStores.open(table.location()), options, Space.Caches.of(options));
    StoredManifest head = space.liveHead(RefName.MAIN).stored();

    long[] nonces = twins(head);
    for (int twin = 0; twin < 2; twin++) {
      space.epochs.register(TWINS.get(twin));
      StoredManifest made =
          Manifests.write(space.writer(0), manifest(head, TWINS.get(twin), nonces[twin]));
      space.refs.create(TWINS.get(twin), made.id());
    }
    ObjectId left = table.snapshot("left").version();
    ObjectId right = table.snapshot("right").version();
    String prefix = left.toString().substring(0, PREFIX);

    assertThat(right.toString()).startsWith(prefix);
    assertThatThrownBy(() -> table.snapshot(prefix))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(left.toString())
        .hasMessageContaining(right.toString());
    assertThat(table.snapshot(left.toString()).version()).isEqualTo(left);
    table.deleteRef(TWINS.get(1));
    assertThat(table.snapshot(prefix).version()).isEqualTo(left);
  }

  /** Nonces of a manifest for each twin whose ids have a common beginning. */
  private static long[] twins(StoredManifest head) {
    byte[] left = bytes(manifest(head, TWINS.get(0), MARK));
    byte[] right = bytes(manifest(head, TWINS.get(1), MARK));
    Map<Integer, Long> lefts = new HashMap<>();
    Map<Integer, Long> rights = new HashMap<>();
    for (long nonce = 0; ; nonce++) {
      int leftBits = firstBits(left, nonce);
      int rightBits = firstBits(right, nonce);
      lefts.put(leftBits, nonce);
      rights.put(rightBits, nonce);
      if (rights.containsKey(leftBits)) {
        return new long[] {nonce, rights.get(leftBits)};
      }
      if (lefts.containsKey(rightBits)) {
        return new long[] {lefts.get(rightBits), nonce};
      }
    }
  }

  /** The first 32 bits of the hash with another nonce in the place of the mark. */
  private static int firstBits(byte[] manifest, long nonce) {
    ByteBuffer bytes = ByteBuffer.wrap(manifest);
    int at = 0;
    while (bytes.getLong(at) != MARK) {
      at++;
    }
    bytes.putLong(at, nonce);
    int bits = ByteBuffer.wrap(Blake3.hash(manifest)).getInt();
    bytes.putLong(at, MARK);
    return bits;
  }

  private static byte[] bytes(Manifest manifest) {
    MemoryObjectStore store = new MemoryObjectStore();
    ObjectId id = Manifests.write(new ObjectWriter(store, manifest.genesis(), 0), manifest).id();
    ByteBuffer read = store.read(new ObjectKey("manifests/" + id));
    byte[] bytes = new byte[read.remaining()];
    read.get(bytes);
    return bytes;
  }

  private static Manifest manifest(StoredManifest head, RefName ref, long nonce) {
    byte[] bytes = ByteBuffer.allocate(16).putLong(nonce).array();
    Lineage before = head.manifest().lineage();
    return new Manifest(
        head.manifest().genesis(),
        new Lineage(
            ref,
            Lineage.State.LIVE,
            null,
            List.of(head.id()),
            before.generation() + 1,
            before.timestamp() + 1,
            before.depth() + 1,
            head.skipsOfNext()),
        new Retention(0, null, 0, List.of()),
        head.manifest().state(),
        Summary.unchanged("test", head.manifest().summary()),
        "test",
        CborBytes.copyOf(bytes),
        null);
  }
}
