package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * An object of which many small parts are read in place, again and again: mapped once, its outboard
 * checked once, each 16 KiB group checked when it is touched first. What a check costs after that
 * is one look at a bit.
 *
 * <p>The same failures as {@link VerifiedObject}. Safe for many threads.
 */
public final class VerifiedWindow {

  private static final int GROUP = Blake3Tree.GROUP_BYTES;
  private static final int GROUP_SHIFT = 14;

  private final ObjectStore store;
  private final ObjectKey key;
  private final ObjectRef ref;
  private final Verification verification;
  private final ByteBuffer bytes;
  private final AtomicLongArray checked; // a bit for each group
  private final byte @Nullable [] values; // of the groups; null: all are checked

  private VerifiedWindow(
      ObjectStore store,
      ObjectKey key,
      ObjectRef ref,
      Verification verification,
      ByteBuffer bytes,
      byte @Nullable [] values) {
    this.store = store;
    this.key = key;
    this.ref = ref;
    this.verification = verification;
    this.bytes = bytes;
    this.values = values;
    this.checked = new AtomicLongArray((bytes.capacity() >> GROUP_SHIFT + 6) + 1);
  }

  static VerifiedWindow open(
      ObjectStore store, ObjectKey key, ObjectRef ref, Verification verification) {
    ByteBuffer bytes = store.read(key);
    if (bytes.remaining() != ref.lengthBytes()) {
      throw new CorruptObject(
          key
              + " has "
              + bytes.remaining()
              + " bytes; what refers to it says "
              + ref.lengthBytes());
    }
    byte[] values = null;
    if (verification != Verification.OFF) {
      values = groupValues(store, key, ref);
      if (values == null) {
        requireWhole(store, key, ref, bytes);
      }
    }
    return new VerifiedWindow(store, key, ref, verification, bytes, values);
  }

  /** The values of the groups, proven by the id; null where there is no right outboard. */
  private static byte @Nullable [] groupValues(ObjectStore store, ObjectKey key, ObjectRef ref) {
    if (ref.lengthBytes() <= ObjectWriter.OUTBOARD_FROM_BYTES) {
      return null;
    }
    Blake3Tree tree = new Blake3Tree(ref.lengthBytes());
    try {
      ByteBuffer read = store.read(SpaceKeys.outboard(key));
      byte[] outboard = new byte[read.remaining()];
      read.get(outboard);
      if (tree.verifiesOutboard(ref.id().digest(), outboard)) {
        return Arrays.copyOf(outboard, (int) tree.groups() * Blake3.HASH_BYTES);
      }
    } catch (MissingObject absent) {
      return null;
    }
    store.forget(SpaceKeys.outboard(key));
    return null;
  }

  private static void requireWhole(
      ObjectStore store, ObjectKey key, ObjectRef ref, ByteBuffer bytes) {
    ObjectId found = ObjectId.ofDigest(Blake3.hash(bytes.duplicate()));
    if (!found.equals(ref.id())) {
      store.forget(key);
      throw ObjectReader.wrongBytes(key, found);
    }
  }

  /** The object. */
  public ObjectRef ref() {
    return ref;
  }

  /** Its key, for messages. */
  public String name() {
    return key.path();
  }

  /** Its length. */
  public int lengthBytes() {
    return bytes.capacity();
  }

  /** How much heap it holds; none if it is mapped. */
  int heapBytes() {
    return bytes.isDirect() ? 0 : bytes.capacity();
  }

  /**
   * All bytes: read-only, big-endian, position 0. Only what {@link #check} passed may be used. One
   * buffer for all callers: absolute reads alone.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** A part that was checked: read-only, at position 0. */
  public ByteBuffer read(int offset, int length) {
    check(offset, length);
    return bytes.slice(offset, length);
  }

  /**
   * Checks a part against the id, unless that was done before.
   *
   * @throws CorruptObject naming the object and the offset
   */
  public void check(int offset, int length) {
    Objects.checkFromIndexSize(offset, length, bytes.capacity());
    if (values == null || length == 0) {
      return;
    }
    int last = offset + length - 1 >> GROUP_SHIFT;
    for (int group = offset >> GROUP_SHIFT; group <= last; group++) {
      if ((checked.get(group >> 6) >>> group & 1) == 0) {
        checkGroup(group, values);
      }
    }
  }

  private void checkGroup(int group, byte[] expected) {
    int start = group << GROUP_SHIFT;
    int length = Math.min(GROUP, bytes.capacity() - start);
    byte[] copy = new byte[length];
    bytes.get(start, copy);
    byte[] value = Blake3Tree.groupValue(copy, 0, length, group);
    int at = group * Blake3.HASH_BYTES;
    if (!Arrays.equals(value, 0, Blake3.HASH_BYTES, expected, at, at + Blake3.HASH_BYTES)) {
      store.forget(key);
      throw new CorruptObject(
          "The bytes of "
              + key
              + " from offset "
              + start
              + " to "
              + (start + length)
              + " do not have its id. They were changed after they were written; restore the object"
              + " from a copy");
    }
    if (verification == Verification.FIRST_TOUCH) {
      long bit = 1L << group;
      checked.accumulateAndGet(group >> 6, bit, (known, more) -> known | more);
    }
  }
}
