package io.dreamdb.object;

import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * The bytes of a stored object of any size, to be copied: read piece by piece, past any cache, and
 * compared with the id. Memory does not grow with the object. Safe for many threads.
 */
public final class StoredBytes {

  private static final int PIECE_BYTES = 1 << 22;

  private final ObjectStore store;
  private final ObjectKey key;
  private final ObjectId id;
  private final long lengthBytes;

  StoredBytes(ObjectStore store, ObjectKey key, ObjectId id, long lengthBytes) {
    this.store = store;
    this.key = key;
    this.id = id;
    this.lengthBytes = lengthBytes;
  }

  /** Where it stands. */
  public ObjectKey key() {
    return key;
  }

  /** The object. */
  public ObjectId id() {
    return id;
  }

  /** How many bytes there are. */
  public long lengthBytes() {
    return lengthBytes;
  }

  /**
   * Reads all bytes in order; whoever takes them must forget them if this fails.
   *
   * @throws io.dreamdb.CorruptObject if they are not those of the id, after the last of them
   * @throws io.dreamdb.MissingObject if the object is not there
   */
  public void forEachPiece(Consumer<ByteBuffer> taker) {
    Blake3Hasher hasher = new Blake3Hasher();
    for (long at = 0; at < lengthBytes; at += PIECE_BYTES) {
      int length = (int) Math.min(PIECE_BYTES, lengthBytes - at);
      ByteBuffer piece = store.read(key, new ByteRange(at, length));
      hasher.update(piece.duplicate());
      taker.accept(piece);
    }
    ObjectId found = ObjectId.ofDigest(hasher.digest());
    if (!found.equals(id)) {
      store.forget(key);
      throw ObjectReader.wrongBytes(key, found);
    }
  }
}
