package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A large object of which parts are read, each checked against the id through the object's outboard
 * ({@code outboard.md}), or, where that is absent or wrong, by reading the whole object. What was
 * checked once in this process is not checked again, unless the process was told otherwise.
 *
 * <p>Failures: {@link CorruptObject} if the bytes are not those of the id, naming key and offset,
 * or if the object is shorter than its reference says; {@link MissingObject} if it is not there. A
 * reference whose length is wrong by less than a group is found so when the object's end is read.
 * Safe for many threads.
 */
public final class VerifiedObject {

  private static final int GROUP = Blake3Tree.GROUP_BYTES;
  private static final int PIECE = 64 * GROUP;

  private final ObjectStore store;
  private final ObjectKey key;
  private final ObjectRef ref;
  private final VerifiedGroups verified;
  private final VerifiedGroups.Copy copy;
  private final Blake3Tree tree;
  private final @Nullable ScatteredParts scattered;

  VerifiedObject(ObjectStore store, ObjectKey key, ObjectRef ref, VerifiedGroups verified) {
    this(store, key, ref, verified, null);
  }

  VerifiedObject(
      ObjectStore store,
      ObjectKey key,
      ObjectRef ref,
      VerifiedGroups verified,
      @Nullable ScatteredParts scattered) {
    this.scattered = scattered;
    this.store = store;
    this.key = key;
    this.ref = ref;
    this.verified = verified;
    this.copy = new VerifiedGroups.Copy(store.location(), key);
    this.tree = new Blake3Tree(ref.lengthBytes());
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
  public long lengthBytes() {
    return ref.lengthBytes();
  }

  /**
   * Reads a part: read-only, at position 0, exactly {@code length} bytes.
   *
   * @throws IndexOutOfBoundsException if the object has not these bytes
   * @throws LimitExceeded if the 16 KiB groups around the part have more than 2 GiB - 1
   */
  public ByteBuffer read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, ref.lengthBytes());
    if (length == 0) {
      return ByteBuffer.allocate(0).asReadOnlyBuffer();
    }
    ByteBuffer part = scattered == null ? null : scattered.read(offset, length);
    if (part != null) {
      return part;
    }
    int first = (int) (offset / GROUP);
    int last = (int) ((offset + length - 1) / GROUP);
    if (verified.contains(copy, first, last)) {
      return store.read(key, new ByteRange(offset, length));
    }
    long start = (long) first * GROUP;
    ByteRange groups = range(start, Math.min(ref.lengthBytes(), (last + 1L) * GROUP));
    return verifiedGroups(groups, first, last).slice((int) (offset - start), length);
  }

  /** Whether a part costs no request, as in a mapped object. */
  public boolean isInPlace() {
    return scattered != null && scattered.isInPlace();
  }

  /**
   * What was made of the part that begins at an offset, if that is remembered and of this type.
   * Only readers of few parts, here and there, remember anything; none does that was told to check
   * each read.
   */
  public <T> @Nullable T decoded(long offset, Class<T> type) {
    return scattered == null ? null : verified.decoded(copy, offset, type);
  }

  /**
   * Remembers, within a bound of bytes, what was made of the part that begins at an offset.
   *
   * @param value immutable, of use to many threads, and made of verified bytes of this object alone
   * @param heapBytes how much memory it takes, about
   */
  public void remember(long offset, Object value, long heapBytes) {
    if (scattered != null) {
      verified.remember(copy, offset, value, heapBytes);
    }
  }

  private static ByteRange range(long start, long end) {
    if (end - start > Integer.MAX_VALUE) {
      throw new LimitExceeded(
          String.format(
              Locale.ROOT,
              "A verified read of %d bytes; the limit is 2 GiB - 1: read in pieces",
              end - start));
    }
    return new ByteRange(start, (int) (end - start));
  }

  private ByteBuffer verifiedGroups(ByteRange range, int first, int last) {
    // Objects up to this length have no outboard.
    if (ref.lengthBytes() > ObjectWriter.OUTBOARD_FROM_BYTES) {
      ByteBuffer groups = store.read(key, range);
      if (fitsOutboard(groups, first, last - first + 1)) {
        verified.add(copy, first, last);
        return groups;
      }
      store.forget(key);
      store.forget(SpaceKeys.outboard(key));
    }
    ByteBuffer groups = partOfWhole(range);
    verified.add(copy, 0, (int) tree.groups() - 1);
    return groups;
  }

  private boolean fitsOutboard(ByteBuffer groups, int first, int count) {
    List<Blake3Tree.Node> siblings = tree.siblings(first, count);
    byte[] values = new byte[siblings.size() * Blake3.HASH_BYTES];
    return readInto(values, siblings) && tree.verifies(ref.id().digest(), first, groups, values);
  }

  /** Reads these values of the outboard; false where that is absent or too short. */
  private boolean readInto(byte[] values, List<Blake3Tree.Node> siblings) {
    if (siblings.isEmpty()) {
      return true;
    }
    try {
      List<ByteBuffer> parts = store.read(SpaceKeys.outboard(key), ranges(siblings));
      for (int i = 0; i < parts.size(); i++) {
        parts.get(i).get(0, values, i * Blake3.HASH_BYTES, Blake3.HASH_BYTES);
      }
    } catch (MissingObject | CorruptObject unusable) {
      return false;
    }
    return true;
  }

  private List<ByteRange> ranges(List<Blake3Tree.Node> nodes) {
    return nodes.stream()
        .map(node -> new ByteRange(tree.outboardOffset(node), Blake3.HASH_BYTES))
        .toList();
  }

  /**
   * The bytes of a range, out of the whole object, which is read piece by piece and hashed. They
   * are taken on the way: read once more they might be others.
   */
  private ByteBuffer partOfWhole(ByteRange range) {
    ByteBuffer part = ByteBuffer.allocate(range.lengthBytes());
    Blake3Hasher hasher = new Blake3Hasher();
    for (long at = 0; at < ref.lengthBytes(); at += PIECE) {
      int length = (int) Math.min(PIECE, ref.lengthBytes() - at);
      ByteBuffer piece = store.read(key, new ByteRange(at, length));
      hasher.update(piece.duplicate());
      long from = Math.max(at, range.offset());
      long to = Math.min(at + length, range.end());
      if (from < to) {
        part.put(piece.slice((int) (from - at), (int) (to - from)));
      }
    }
    ObjectId found = ObjectId.ofDigest(hasher.digest());
    if (!found.equals(ref.id())) {
      store.forget(key);
      throw ObjectReader.wrongBytes(
          String.format(
              Locale.ROOT,
              "%s, of which %d bytes from offset %d on were to be read,",
              key,
              range.lengthBytes(),
              range.offset()),
          found);
    }
    return part.flip().asReadOnlyBuffer();
  }
}
