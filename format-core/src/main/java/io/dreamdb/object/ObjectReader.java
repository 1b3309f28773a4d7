package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.hash.Blake3;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.Capability;
import io.dreamdb.store.ListRequest;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.StoredObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of one space. Whatever it returns has the id that was asked for.
 *
 * <p>Failures: {@link MissingObject} if the object is not there, {@link CorruptObject} if its bytes
 * are not those of its id, both naming the key. Safe for many threads.
 */
public final class ObjectReader {

  private static final int MAX_LISTED = 1_000;

  private final ObjectStore store;
  private final ObjectId timeline;
  private final ObjectCache cache;
  private final VerifiedGroups verified;
  private final boolean scattered;

  /**
   * Reads from a space.
   *
   * @param store the space's store
   * @param timeline the id of its genesis
   * @param cache keeps what {@link #decode} made
   * @param verified remembers which parts of large objects were checked
   */
  public ObjectReader(
      ObjectStore store, ObjectId timeline, ObjectCache cache, VerifiedGroups verified) {
    this(store, timeline, cache, verified, false);
  }

  private ObjectReader(
      ObjectStore store,
      ObjectId timeline,
      ObjectCache cache,
      VerifiedGroups verified,
      boolean scattered) {
    this.scattered = scattered;
    this.store = store;
    this.timeline = timeline;
    this.cache = cache;
    this.verified = verified;
  }

  /** The id of the space's genesis. */
  public ObjectId timeline() {
    return timeline;
  }

  /**
   * Reads a whole object: read-only, at position 0, of the length that the reference says.
   *
   * @throws io.dreamdb.LimitExceeded if it is longer than a buffer can be: see {@link #open}
   */
  public ByteBuffer read(ObjectFamily family, ObjectRef ref) {
    ObjectKey key = family.key(timeline, ref);
    ByteBuffer bytes = store.read(key);
    if (bytes.remaining() != ref.lengthBytes()) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; what refers to it says %d",
              key,
              bytes.remaining(),
              ref.lengthBytes()));
    }
    return verified(key, ref.id(), bytes);
  }

  /**
   * Reads whole objects as {@link #read} does, side by side where that is faster.
   *
   * @return in the order of the references
   */
  public List<ByteBuffer> readAll(ObjectFamily family, List<ObjectRef> refs) {
    if (refs.size() == 1) {
      return List.of(read(family, refs.get(0)));
    }
    Map<ObjectKey, List<ByteRange>> ranges = new LinkedHashMap<>();
    for (ObjectRef ref : refs) {
      int length = Math.toIntExact(ref.lengthBytes());
      ranges.put(family.key(timeline, ref), List.of(new ByteRange(0, length)));
    }
    Map<ObjectKey, List<ByteBuffer>> read = store.readAll(ranges);
    List<ByteBuffer> objects = new ArrayList<>();
    for (ObjectRef ref : refs) {
      ObjectKey key = family.key(timeline, ref);
      objects.add(verified(key, ref.id(), read.getOrDefault(key, List.of()).get(0)));
    }
    return objects;
  }

  /**
   * Reads and decodes a structural object; the result is cached by id, so {@code decode} must give
   * an immutable value that depends on the bytes alone.
   *
   * @throws io.dreamdb.UnsupportedFormat as {@code decode} does
   */
  public <T> T decode(
      ObjectFamily family, ObjectRef ref, Class<T> type, Function<CborItem, T> decode) {
    T cached = cache.get(ref.id(), type, ref.lengthBytes());
    if (cached != null) {
      return cached;
    }
    ObjectKey key = family.key(timeline, ref);
    T value = decode.apply(root(key, read(family, ref)));
    cache.put(ref.id(), value, ref.lengthBytes());
    return value;
  }

  /** Keeps what {@link #decode} would make of an object that was written just now. */
  public void remember(ObjectRef ref, Object value) {
    cache.put(ref.id(), value, ref.lengthBytes());
  }

  /** Keeps a manifest that was written just now. */
  public void rememberManifest(ObjectId id, Object manifest, int lengthBytes) {
    cache.put(id, manifest, lengthBytes);
  }

  /** Reads and decodes a manifest; cached as by {@link #decode}. */
  public <T> T decodeManifest(ObjectId id, Class<T> type, Function<CborItem, T> decode) {
    return decodeByPath(SpaceKeys.manifest(id), id, type, decode);
  }

  /** Reads and decodes the genesis; cached as by {@link #decode}. */
  public <T> T decodeGenesis(Class<T> type, Function<CborItem, T> decode) {
    return decodeByPath(SpaceKeys.genesis(timeline), timeline, type, decode);
  }

  /** Whether a manifest is there; asks the store, whatever was cached. Its bytes are not read. */
  public boolean manifestExists(ObjectId id) {
    return store.head(SpaceKeys.manifest(id)).isPresent();
  }

  /**
   * Whether an object is there under the birth of the reference; asks the store, whatever was
   * cached. Its bytes are not read.
   */
  public boolean exists(ObjectFamily family, ObjectRef ref) {
    return store.head(family.key(timeline, ref)).isPresent();
  }

  /**
   * Whether an object is there with the outboard that it should have; asks the store, whatever was
   * cached. Their bytes are not read.
   */
  public boolean existsWhole(ObjectFamily family, ObjectRef ref) {
    ObjectKey key = family.key(timeline, ref);
    boolean outboard =
        family.hasOutboards() && ref.lengthBytes() > ObjectWriter.OUTBOARD_FROM_BYTES;
    return store.head(key).isPresent()
        && (!outboard || store.head(SpaceKeys.outboard(key)).isPresent());
  }

  /** The bytes of an object, to be copied; nothing is read yet. */
  public StoredBytes bytes(ObjectFamily family, ObjectRef ref) {
    return new StoredBytes(store, family.key(timeline, ref), ref.id(), ref.lengthBytes());
  }

  /**
   * The bytes of a manifest, to be copied; they are not read yet.
   *
   * @throws MissingObject if it is not there
   */
  public StoredBytes manifestBytes(ObjectId id) {
    return bytes(SpaceKeys.manifest(id), id);
  }

  /**
   * The bytes of the genesis, to be copied; they are not read yet.
   *
   * @throws MissingObject if it is not there
   */
  public StoredBytes genesisBytes() {
    return bytes(SpaceKeys.genesis(timeline), timeline);
  }

  private StoredBytes bytes(ObjectKey key, ObjectId id) {
    long length =
        store
            .head(key)
            .orElseThrow(() -> new MissingObject(key + " is not in " + store.location()))
            .lengthBytes();
    return new StoredBytes(store, key, id, length);
  }

  /**
   * Ids of manifests whose text begins with {@code prefix}, at most 1,000: a hint for looking one
   * up, as listings may lag.
   */
  public List<ObjectId> manifestsWithPrefix(String prefix) {
    List<ObjectId> ids = new ArrayList<>();
    ListRequest request = new ListRequest(SpaceKeys.MANIFESTS + prefix, "", MAX_LISTED);
    for (StoredObject entry : store.list(request).entries()) {
      String name = entry.key().path().substring(SpaceKeys.MANIFESTS.length());
      if (name.length() == ObjectId.TEXT_LENGTH) {
        ids.add(ObjectId.parse(name));
      }
    }
    return ids;
  }

  /** Opens an object of which only parts will be read; nothing is read yet. */
  public VerifiedObject open(ObjectFamily family, ObjectRef ref) {
    ObjectKey key = family.key(timeline, ref);
    return scattered
        ? new VerifiedObject(store, key, ref, verified, scatteredParts(family, key, ref))
        : new VerifiedObject(store, key, ref, verified);
  }

  private @Nullable ScatteredParts scatteredParts(
      ObjectFamily family, ObjectKey key, ObjectRef ref) {
    if (!maps()) {
      return new ScatteredParts.Fetched(verified, store, ranged(family, ref));
    }
    // A window is checked once where there is no outboard.
    return verified.checksEachRead() || ref.lengthBytes() > Integer.MAX_VALUE
        ? null
        : new ScatteredParts.Mapped(verified, store, key, ref);
  }

  /**
   * The same reader for those who look at few rows, here and there: of objects that it opens, parts
   * come out of a {@link #window}, or, where the store does not map, short ones as by {@link
   * #fetch}; and what is made of them may be remembered.
   */
  public ObjectReader scattered() {
    return new ObjectReader(store, timeline, cache, verified, true);
  }

  /** Opens an object for {@link #fetch}; nothing is read yet. */
  public RangedObject ranged(ObjectFamily family, ObjectRef ref) {
    return new RangedObject(store.location(), family.key(timeline, ref), ref);
  }

  /**
   * Brings the bytes of parts, from memory or else in one round of requests, each 16 KiB group
   * checked against its object's id. What was fetched is remembered within a bound of bytes. An
   * object whose outboard is absent or wrong is read whole once.
   *
   * @param parts of objects that {@link #ranged} opened; few enough for memory
   * @return what the store sent
   * @throws CorruptObject naming object and offset
   */
  public FetchCost fetch(List<ObjectPart> parts) {
    return verified.fetch(store, parts);
  }

  /**
   * Opens an object of which many small parts will be read: it is mapped, or, where the store
   * cannot map, read whole.
   *
   * @throws io.dreamdb.LimitExceeded if it is longer than a buffer can be
   */
  public VerifiedWindow window(ObjectFamily family, ObjectRef ref) {
    return verified.window(store, family.key(timeline, ref), ref);
  }

  /** Whether large objects are mapped, so that a {@link #window} holds no heap. */
  public boolean maps() {
    return store.capabilities().contains(Capability.MAPPED_READS);
  }

  private <T> T decodeByPath(
      ObjectKey key, ObjectId id, Class<T> type, Function<CborItem, T> decode) {
    T cached = cache.get(id, type);
    if (cached != null) {
      return cached;
    }
    ByteBuffer bytes = store.read(key);
    int length = bytes.remaining();
    T value = decode.apply(root(key, verified(key, id, bytes)));
    cache.put(id, value, length);
    return value;
  }

  private static CborItem root(ObjectKey key, ByteBuffer bytes) {
    return CborItem.root(key.path(), Cbor.decode(bytes, key.path()));
  }

  private ByteBuffer verified(ObjectKey key, ObjectId id, ByteBuffer bytes) {
    ObjectId found = ObjectId.ofDigest(Blake3.hash(bytes.duplicate()));
    if (!found.equals(id)) {
      store.forget(key);
      throw wrongBytes(key, found);
    }
    return bytes;
  }

  static CorruptObject wrongBytes(ObjectKey key, ObjectId found) {
    return wrongBytes(key.path(), found);
  }

  static CorruptObject wrongBytes(String what, ObjectId found) {
    return new CorruptObject(
        "The bytes of "
            + what
            + " do not have its id: they hash to "
            + found
            + ". They were changed after they were written; restore the object from a copy");
  }
}
