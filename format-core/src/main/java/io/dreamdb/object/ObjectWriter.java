package io.dreamdb.object;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes objects into one space, all born in one epoch. An object is stored when its reference is
 * returned; nothing refers to it yet. Whatever is stored already may be stored again.
 *
 * <p>{@link StoreUnavailable} from a method that writes means that the object may have been stored,
 * which does no harm. Safe for many threads.
 */
public final class ObjectWriter {

  /** Objects of which parts are read get an outboard if they are larger. */
  static final int OUTBOARD_FROM_BYTES = 1 << 20;

  private final ObjectStore store;
  private final ObjectId timeline;
  private final long epoch;
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Writes into the space with that genesis; objects are born in {@code epoch}. */
  public ObjectWriter(ObjectStore store, ObjectId timeline, long epoch) {
    this.store = store;
    this.timeline = timeline;
    this.epoch = epoch;
  }

  /** The epoch in which its objects are born. */
  public long epoch() {
    return epoch;
  }

  /** How many objects it wrote, manifests and pages included, outboards not. */
  public long objectsWritten() {
    return objects.get();
  }

  /** How many bytes they have. */
  public long bytesWritten() {
    return bytes.get();
  }

  /** Stores an object that is read whole: it gets no outboard. */
  public ObjectRef write(ObjectFamily family, byte[] content) {
    ObjectRef ref = new ObjectRef(ObjectId.ofDigest(Blake3.hash(content)), epoch, content.length);
    put(family.key(timeline, ref), ObjectBody.of(content));
    return ref;
  }

  /**
   * Stores an object of any size, with its outboard if it has more than 1 MiB.
   *
   * @throws io.dreamdb.LimitExceeded if it has more than 5 GiB
   */
  public ObjectRef write(ObjectFamily family, ObjectBody content) {
    Blake3Hasher hasher = hash(content);
    ObjectRef ref = new ObjectRef(ObjectId.ofDigest(hasher.digest()), epoch, content.lengthBytes());
    ObjectKey key = family.key(timeline, ref);
    put(key, content);
    if (content.lengthBytes() > OUTBOARD_FROM_BYTES) {
      store.put(SpaceKeys.outboard(key), ObjectBody.of(hasher.outboard()));
    }
    return ref;
  }

  /** Stores a manifest's bytes; returns its id. */
  public ObjectId writeManifest(byte[] content) {
    ObjectId id = ObjectId.ofDigest(Blake3.hash(content));
    put(SpaceKeys.manifest(id), ObjectBody.of(content));
    return id;
  }

  /** Stores a genesis' bytes, which are the space's identity; returns its id. */
  public static ObjectId writeGenesis(ObjectStore store, byte[] content) {
    ObjectId id = ObjectId.ofDigest(Blake3.hash(content));
    store.put(SpaceKeys.genesis(id), ObjectBody.of(content));
    return id;
  }

  private void put(ObjectKey key, ObjectBody content) {
    store.put(key, content);
    objects.incrementAndGet();
    bytes.addAndGet(content.lengthBytes());
  }

  private static Blake3Hasher hash(ObjectBody content) {
    Blake3Hasher hasher = new Blake3Hasher();
    if (content instanceof ObjectBody.InMemory memory) {
      return hasher.update(memory.bytes());
    }
    byte[] piece = new byte[1 << 18];
    try (InputStream in = content.open()) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        hasher.update(piece, 0, read);
      }
    } catch (IOException e) {
      throw new StoreUnavailable("cannot read back the bytes to be stored: " + e, e);
    }
    return hasher;
  }
}
