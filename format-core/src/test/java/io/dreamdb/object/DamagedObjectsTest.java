package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.hash.Blake3;
import io.dreamdb.store.CountingObjectStore;
import io.dreamdb.store.Fault;
import io.dreamdb.store.FaultPlan;
import io.dreamdb.store.FaultyObjectStore;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoreOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That what an {@link ObjectReader} returns always has the id that was asked for. */
class DamagedObjectsTest {

  private static final ObjectId TIMELINE = ObjectId.ofDigest(new byte[32]);
  private static final Function<CborItem, CborValue> DECODE = CborItem::value;

  private final MemoryObjectStore store = new MemoryObjectStore();

  private static ObjectReader reader(ObjectStore store, ObjectId timeline) {
    return new ObjectReader(
        store, timeline, new ObjectCache(1 << 20), new VerifiedGroups(Verification.FIRST_TOUCH));
  }

  private static byte[] golden(String name) throws IOException {
    return Files.readAllBytes(Path.of("src", "test", "resources", "golden", name + ".bin"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "genesis",
        "manifest-minimal",
        "manifest-full",
        "manifest-sealed",
        "manifest-closed",
        "page-leaf",
        "page-inner",
        "track-inline",
        "track-paged"
      })
  void aFlippedOrMissingByteOfAnyKindIsCorruptUnderItsKey(String name) throws IOException {
    byte[] bytes = golden(name);
    ObjectId id = ObjectId.ofDigest(Blake3.hash(bytes));
    ObjectRef ref = new ObjectRef(id, 3, bytes.length);
    ObjectKey key =
        name.equals("genesis")
            ? SpaceKeys.genesis(id)
            : name.startsWith("manifest")
                ? SpaceKeys.manifest(id)
                : ObjectFamily.ROWS_TRACK.key(id, ref);
    for (int i = 0; i < bytes.length; i++) {
      byte[] flipped = bytes.clone();
      flipped[i] ^= (byte) (1 << i % 8);
      assertCorrupt(key, flipped, ref);
      assertCorrupt(key, Arrays.copyOf(bytes, i), ref);
    }
    assertCorrupt(key, Arrays.copyOf(bytes, bytes.length + 1), ref);
    store.put(key, ObjectBody.of(bytes));
    assertThat(read(key, ref)).isNotNull();
  }

  private void assertCorrupt(ObjectKey key, byte[] bytes, ObjectRef ref) {
    store.put(key, ObjectBody.of(bytes));
    assertThatThrownBy(() -> read(key, ref))
        .isExactlyInstanceOf(CorruptObject.class)
        .hasMessageContaining(key.path());
  }

  private CborValue read(ObjectKey key, ObjectRef ref) {
    ObjectReader reader = reader(store, ref.id());
    if (key.path().startsWith("genesis")) {
      return reader.decodeGenesis(CborValue.class, DECODE);
    }
    return key.path().startsWith("manifests")
        ? reader.decodeManifest(ref.id(), CborValue.class, DECODE)
        : reader.decode(ObjectFamily.ROWS_TRACK, ref, CborValue.class, DECODE);
  }

  @Test
  void aDecodedObjectIsReadOnce() throws IOException {
    CountingObjectStore counting = new CountingObjectStore(store);
    ObjectWriter writer = new ObjectWriter(counting, TIMELINE, 0);
    ObjectRef page = writer.write(ObjectFamily.ROWS_INDEX, golden("page-leaf"));
    ObjectId manifest = writer.writeManifest(golden("manifest-full"));
    ObjectReader reader = reader(counting, TIMELINE);
    for (int i = 0; i < 3; i++) {
      reader.decode(ObjectFamily.ROWS_INDEX, page, CborValue.class, DECODE);
      reader.decodeManifest(manifest, CborValue.class, DECODE);
    }

    assertThat(counting.counts().of(StoreOperation.READ).requests()).isEqualTo(2);
    assertThat(writer.objectsWritten()).isEqualTo(2);
    assertThat(writer.bytesWritten())
        .isEqualTo(golden("page-leaf").length + golden("manifest-full").length);
  }

  @Test
  void aCachedObjectIsNoAnswerToAnotherTypeOrLength() throws IOException {
    ObjectRef page =
        new ObjectWriter(store, TIMELINE, 0).write(ObjectFamily.ROWS_INDEX, golden("page-leaf"));
    ObjectReader reader = reader(store, TIMELINE);
    reader.decode(ObjectFamily.ROWS_INDEX, page, CborValue.class, DECODE);
    ObjectRef longer = new ObjectRef(page.id(), 0, page.lengthBytes() + 1);

    assertThat(reader.decode(ObjectFamily.ROWS_INDEX, page, String.class, CborItem::path))
        .contains(page.id().toString());
    assertThatThrownBy(
            () -> reader.decode(ObjectFamily.ROWS_INDEX, longer, CborValue.class, DECODE))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining("has 64 bytes; what refers to it says 65");
  }

  @Test
  void anObjectOfALaterEpochStandsUnderAKeyWithItsBirth() throws IOException {
    byte[] bytes = golden("page-leaf");
    ObjectRef first = new ObjectWriter(store, TIMELINE, 0).write(ObjectFamily.ROWS_INDEX, bytes);
    ObjectRef late = new ObjectWriter(store, TIMELINE, 12).write(ObjectFamily.ROWS_INDEX, bytes);
    ObjectRef never = new ObjectRef(first.id(), 1, bytes.length);
    ObjectReader reader = reader(store, TIMELINE);
    String key = TIMELINE + "/rows/index/" + first.id();

    assertThat(late.id()).isEqualTo(first.id());
    assertThat(store.head(new ObjectKey(key))).isPresent();
    assertThat(store.head(new ObjectKey(key + ".12"))).isPresent();
    assertThat(reader.exists(ObjectFamily.ROWS_INDEX, late)).isTrue();
    assertThat(reader.exists(ObjectFamily.ROWS_INDEX, never)).isFalse();
    assertThatThrownBy(() -> reader.read(ObjectFamily.ROWS_INDEX, never))
        .isInstanceOf(MissingObject.class)
        .hasMessageContaining(key + ".1");
    store.delete(new ObjectKey(key));
    assertThat(reader.read(ObjectFamily.ROWS_INDEX, late).remaining()).isEqualTo(bytes.length);
    assertThat(reader.exists(ObjectFamily.ROWS_INDEX, first)).isFalse();
  }

  @Test
  void existenceIsAskedOfTheStoreWhateverIsCached() throws IOException {
    ObjectId id = new ObjectWriter(store, TIMELINE, 0).writeManifest(golden("manifest-full"));
    ObjectReader reader = reader(store, TIMELINE);
    reader.decodeManifest(id, CborValue.class, DECODE);
    assertThat(reader.manifestExists(id)).isTrue();

    store.delete(SpaceKeys.manifest(id));

    assertThat(reader.manifestExists(id)).isFalse();
  }

  @Test
  void whatTheStoreGarblesOnceIsReadRightTheNextTime() throws IOException {
    FaultyObjectStore faulty =
        new FaultyObjectStore(
            store,
            FaultPlan.script(StoreOperation.READ, List.of(Fault.FLIP_BIT, Fault.TRUNCATE)),
            5);
    ObjectId id = new ObjectWriter(store, TIMELINE, 0).writeManifest(golden("manifest-full"));
    ObjectReader reader = reader(faulty, TIMELINE);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> reader.decodeManifest(id, CborValue.class, DECODE))
          .isInstanceOf(CorruptObject.class);
    }
    assertThat(reader.decodeManifest(id, CborValue.class, DECODE)).isNotNull();
  }

  @Test
  void aCacheForgetsTheLeastRecentlyUsedAndKeepsNothingLargerThanItself() {
    ObjectCache cache = new ObjectCache(10);
    ObjectId a = ObjectId.ofDigest(Blake3.hash(new byte[] {1}));
    ObjectId b = ObjectId.ofDigest(Blake3.hash(new byte[] {2}));
    ObjectId c = ObjectId.ofDigest(Blake3.hash(new byte[] {3}));
    cache.put(a, "a", 4);
    cache.put(b, "b", 4);
    assertThat(cache.get(a, String.class)).isEqualTo("a");
    cache.put(c, "c", 4);

    assertThat(cache.get(b, String.class)).isNull();
    assertThat(cache.get(a, String.class)).isEqualTo("a");
    cache.put(b, "b", 11);
    assertThat(cache.get(b, String.class)).isNull();
    assertThat(cache.get(c, String.class)).isEqualTo("c");
    assertThat(cache.get(c, Integer.class)).isNull();
    assertThat(cache.get(c, String.class, 5)).isNull();
  }
}
