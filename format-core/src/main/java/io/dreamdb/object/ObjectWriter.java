package io.dreamdb.object;

import io.dreamdb.StoreUnavailable;
import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes objects into one space, all born in one epoch. An object is stored when its reference is
 * returned; nothing refers to it yet. Whatever is stored already may be stored again.
 *
 * <p>A {@link #gathering} writer lets small objects wait and stores them together, side by side:
 * before a manifest, when many wait, and by {@link #flush}. Before that nobody may read them.
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
  private final @Nullable WaitingObjects waiting;
  private final AtomicLong objects = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();

  /** Writes into the space with that genesis; objects are born in {@code epoch}. */
  public ObjectWriter(ObjectStore store, ObjectId timeline, long epoch) {
    this(store, timeline, epoch, null);
  }

  private ObjectWriter(
      ObjectStore store, ObjectId timeline, long epoch, @Nullable WaitingObjects waiting) {
    this.store = store;
    this.timeline = timeline;
    this.epoch = epoch;
    this.waiting = waiting;
  }

  /** The same, of which small objects wait. */
  public static ObjectWriter gathering(ObjectStore store, ObjectId timeline, long epoch) {
    return new ObjectWriter(store, timeline, epoch, new WaitingObjects(store));
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

  /** Stores what waits. */
  public void flush() {
    if (waiting != null) {
      waiting.flush();
    }
  }

  /** Stores what waits if an object is among it: it is going to be read. */
  public void flush(ObjectFamily family, ObjectRef ref) {
    if (waiting != null && waiting.has(family.key(timeline, ref))) {
      waiting.flush();
    }
  }

  /**
   * Takes over what waits in another writer, so that it is stored together with this one's; both
   * gather.
   */
  public void adopt(ObjectWriter other) {
    Objects.requireNonNull(waiting).adopt(Objects.requireNonNull(other.waiting));
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
    return write(family, content, hash(content));
  }

  /** Stores what was spooled and hashed, which ends the writing; as the other form. */
  public ObjectRef write(ObjectFamily family, HashedSpool content) {
    return write(family, content.body(), content.hasher());
  }

  private ObjectRef write(ObjectFamily family, ObjectBody content, Blake3Hasher hasher) {
    ObjectRef ref = new ObjectRef(ObjectId.ofDigest(hasher.digest()), epoch, content.lengthBytes());
    ObjectKey key = family.key(timeline, ref);
    put(key, content);
    if (content.lengthBytes() > OUTBOARD_FROM_BYTES) {
      store.put(SpaceKeys.outboard(key), ObjectBody.of(hasher.outboard()));
    }
    return ref;
  }

  /** Stores what waits, then a manifest's bytes; returns its id. */
  public ObjectId writeManifest(byte[] content) {
    flush();
    ObjectId id = ObjectId.ofDigest(Blake3.hash(content));
    store.put(SpaceKeys.manifest(id), ObjectBody.of(content));
    count(content.length);
    return id;
  }

  /** Stores a genesis' bytes, which are the space's identity; returns its id. */
  public static ObjectId writeGenesis(ObjectStore store, byte[] content) {
    ObjectId id = ObjectId.ofDigest(Blake3.hash(content));
    store.put(SpaceKeys.genesis(id), ObjectBody.of(content));
    return id;
  }

  private void put(ObjectKey key, ObjectBody content) {
    if (waiting != null
        && content instanceof ObjectBody.InMemory
        && content.lengthBytes() <= WaitingObjects.MAX_OBJECT_BYTES) {
      waiting.add(key, content);
    } else {
      store.put(key, content);
    }
    count(content.lengthBytes());
  }

  private void count(long lengthBytes) {
    objects.incrementAndGet();
    bytes.addAndGet(lengthBytes);
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
