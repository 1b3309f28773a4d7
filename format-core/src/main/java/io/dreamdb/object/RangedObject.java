package io.dreamdb.object;

import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.ObjectKey;
import java.util.Objects;

/**
 * A large object in a store that cannot map it, of which many small parts are read, here and there:
 * see {@link ObjectReader#fetch}. Holds no bytes. Immutable, safe for many threads.
 */
public final class RangedObject {

  static final int GROUP = Blake3Tree.GROUP_BYTES;

  private final ObjectKey key;
  private final ObjectRef ref;
  private final VerifiedGroups.Copy copy;

  RangedObject(String location, ObjectKey key, ObjectRef ref) {
    this.key = key;
    this.ref = ref;
    this.copy = new VerifiedGroups.Copy(location, key);
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
   * A part that is to be fetched.
   *
   * @throws IndexOutOfBoundsException if the object has not these bytes
   */
  public ObjectPart part(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, lengthBytes());
    return new ObjectPart(this, offset, length);
  }

  ObjectKey key() {
    return key;
  }

  ObjectRef ref() {
    return ref;
  }

  VerifiedGroups.Copy copy() {
    return copy;
  }

  /** How long a group is: the last one may be shorter than the others. */
  int groupBytes(int group) {
    return (int) Math.min(GROUP, lengthBytes() - (long) group * GROUP);
  }

  int groups() {
    return (int) ((lengthBytes() + GROUP - 1) / GROUP);
  }
}
