package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads stored objects again, every byte, and compares them with what refers to them; nothing that
 * was cached is believed. Memory does not grow with the objects. Safe for many threads.
 *
 * <p>{@link io.dreamdb.StoreUnavailable} where the store does not answer: that is no damage.
 */
public final class ObjectCheck {

  private static final int PIECE_BYTES = 4 << 20;

  /**
   * What is wrong with an object.
   *
   * @param key where it stands
   * @param expected what should be there
   * @param found what is there
   * @param readable whether readers manage all the same, only slower
   */
  public record Fault(String key, String expected, String found, boolean readable) {}

  private final ObjectStore store;
  private final ObjectId timeline;
  private final AtomicLong bytesRead = new AtomicLong();

  /** Checks objects of the space with that genesis. */
  public ObjectCheck(ObjectStore store, ObjectId timeline) {
    this.store = store;
    this.timeline = timeline;
  }

  /** How many bytes were read so far. */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** Checks that an object is there, has the length of the reference and hashes to its id. */
  public List<Fault> check(ObjectFamily family, ObjectRef ref) {
    ObjectKey key = family.key(timeline, ref);
    Blake3Hasher hasher = new Blake3Hasher();
    List<Fault> faults = new ArrayList<>();
    compare(key, ref.id(), ref.lengthBytes(), hasher).ifPresent(faults::add);
    if (faults.isEmpty()
        && family.hasOutboards()
        && ref.lengthBytes() > ObjectWriter.OUTBOARD_FROM_BYTES) {
      compareOutboard(SpaceKeys.outboard(key), hasher.outboard()).ifPresent(faults::add);
    }
    return faults;
  }

  /** Checks that a manifest is there and hashes to its id. */
  public Optional<Fault> checkManifest(ObjectId id) {
    return compare(SpaceKeys.manifest(id), id, -1, new Blake3Hasher());
  }

  /** Checks that the genesis is there and hashes to its id. */
  public Optional<Fault> checkGenesis() {
    return compare(SpaceKeys.genesis(timeline), timeline, -1, new Blake3Hasher());
  }

  /** Where a manifest stands. */
  public static String manifestKey(ObjectId id) {
    return SpaceKeys.manifest(id).path();
  }

  /** Where a genesis stands. */
  public static String genesisKey(ObjectId id) {
    return SpaceKeys.genesis(id).path();
  }

  private Optional<Fault> compare(ObjectKey key, ObjectId id, long lengthBytes, Blake3Hasher hash) {
    Optional<StoredObject> stored = store.head(key);
    if (stored.isEmpty()) {
      return Optional.of(new Fault(key.path(), "an object", "nothing", false));
    }
    long length = stored.get().lengthBytes();
    if (lengthBytes >= 0 && length != lengthBytes) {
      return Optional.of(
          new Fault(key.path(), lengthBytes + " bytes, by its reference", length + "", false));
    }
    try {
      for (long at = 0; at < length; at += PIECE_BYTES) {
        int piece = (int) Math.min(PIECE_BYTES, length - at);
        hash.update(store.read(key, new ByteRange(at, piece)));
        bytesRead.addAndGet(piece);
      }
    } catch (MissingObject | CorruptObject e) {
      return Optional.of(new Fault(key.path(), length + " bytes", message(e), false));
    }
    ObjectId found = ObjectId.ofDigest(hash.digest());
    return found.equals(id)
        ? Optional.empty()
        : Optional.of(new Fault(key.path(), "bytes that hash to the id", "hash " + found, false));
  }

  private Optional<Fault> compareOutboard(ObjectKey key, byte[] expected) {
    if (store.head(key).isEmpty()) {
      return Optional.of(new Fault(key.path(), "an outboard", "nothing", true));
    }
    ByteBuffer read = store.read(key);
    byte[] found = new byte[read.remaining()];
    read.get(found);
    bytesRead.addAndGet(found.length);
    int difference = Arrays.mismatch(expected, found);
    return difference < 0
        ? Optional.empty()
        : Optional.of(
            new Fault(
                key.path(),
                "the outboard of its object, " + expected.length + " bytes",
                found.length + " bytes, the first wrong one at offset " + difference,
                true));
  }

  private static String message(RuntimeException failure) {
    return String.valueOf(failure.getMessage());
  }
}
