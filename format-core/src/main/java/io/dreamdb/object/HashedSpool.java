package io.dreamdb.object;

import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.store.ObjectBody;
import io.dreamdb.store.Spool;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A {@link Spool} that hashes what passes, while that is in the processor's cache, so that a large
 * object need not be read back to learn its id. Use: write, {@link ObjectWriter#write(ObjectFamily,
 * HashedSpool)}, close. One thread.
 */
public final class HashedSpool implements AutoCloseable {

  private final Spool spool;
  private final Blake3Hasher hasher = new Blake3Hasher();
  private final byte[] first = new byte[Blake3Tree.GROUP_BYTES];
  private boolean hashes = true;

  /** Collects the bytes in an empty spool, which is closed with it. */
  public HashedSpool(Spool spool) {
    this.spool = spool;
  }

  /** How many bytes were written so far. */
  public long lengthBytes() {
    return spool.lengthBytes();
  }

  /** Hashes no more: the bytes will be read back, and copied into another object. */
  public void leaveUnhashed() {
    hashes = false;
  }

  /** Writes all the bytes. */
  public void write(byte[] bytes) {
    write(ByteBuffer.wrap(bytes));
  }

  /** Writes from the buffer's position to its limit and moves the position there. */
  public void write(ByteBuffer bytes) {
    long before = lengthBytes();
    if (before < first.length) {
      int some = (int) Math.min(bytes.remaining(), first.length - before);
      bytes.get(bytes.position(), first, (int) before, some);
    }
    if (hashes) {
      hasher.update(bytes.duplicate());
    }
    spool.write(bytes);
  }

  /**
   * Replaces the first bytes, for a header that is known when all behind it is written.
   *
   * @param header no more bytes than were written so far, and no more than 16 KiB
   */
  public void replaceFirst(byte[] header) {
    int known = (int) Math.min(first.length, lengthBytes());
    Objects.checkFromToIndex(0, header.length, known);
    System.arraycopy(header, 0, first, 0, header.length);
    hasher().replaceFirst(Arrays.copyOf(first, known));
    spool.replaceFirst(header);
  }

  /** Ends the writing and returns all bytes, as {@link Spool#body} does. */
  public ObjectBody body() {
    return spool.body();
  }

  Blake3Hasher hasher() {
    if (!hashes) {
      throw new IllegalStateException("not all bytes were hashed");
    }
    return hasher;
  }

  @Override
  public void close() {
    spool.close();
  }
}
