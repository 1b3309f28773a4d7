package io.dreamdb.track;

import io.dreamdb.hash.Blake3;
import io.dreamdb.object.ObjectCache;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.object.Verification;
import io.dreamdb.object.VerifiedGroups;
import io.dreamdb.store.MemoryObjectStore;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.Spool;
import io.dreamdb.store.StoredObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A space in memory, for tests. */
final class Space {

  static final ObjectId TIMELINE = id("timeline");

  final MemoryObjectStore store = new MemoryObjectStore();
  final ObjectReader reader = reader();
  final ObjectWriter writer = writer(0);
  final RowsView view = new RowsView(reader);

  /** A reader that remembers nothing of what others read. */
  ObjectReader reader() {
    return new ObjectReader(
        store, TIMELINE, new ObjectCache(64 << 20), new VerifiedGroups(Verification.FIRST_TOUCH));
  }

  ObjectWriter writer(long epoch) {
    return new ObjectWriter(store, TIMELINE, epoch);
  }

  static Spool spool() {
    return Spool.inSystemTemp();
  }

  static ObjectId id(String name) {
    return ObjectId.ofDigest(Blake3.hash(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** So many ascending numbers with small gaps, the first one below 4. */
  static long[] ascending(Random random, int count) {
    long[] numbers = new long[count];
    long next = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      numbers[i] = next;
      next += 1 + (random.nextInt(3) == 0 ? random.nextInt(4) : 0);
    }
    return numbers;
  }

  static ObjectRef ref(String name, long birth, long lengthBytes) {
    return new ObjectRef(id(name), birth, lengthBytes);
  }

  /** The keys below {@code <timeline>/<folder>}. */
  List<ObjectKey> keys(String folder) {
    List<ObjectKey> keys = new ArrayList<>();
    for (StoredObject object : store.listAll(TIMELINE + "/" + folder)) {
      keys.add((ObjectKey) object.key());
    }
    return keys;
  }

  /** Changes one byte of an object behind its readers' back. */
  void flip(ObjectKey key, int offset) {
    ByteBuffer bytes = store.read(key);
    byte[] changed = new byte[bytes.remaining()];
    bytes.get(changed);
    changed[offset] ^= 0x10;
    store.put(key, ObjectBody.of(changed));
  }
}
