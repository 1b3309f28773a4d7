package io.dreamdb.index;

import java.nio.ByteBuffer;

/**
 * The bytes of a pack, wherever they are: fetched, cached or mapped. Safe for many threads.
 *
 * <p>Failures are those of whoever brings the bytes.
 */
@FunctionalInterface
public interface PackBytes {

  /** Exactly these bytes at position 0 of a buffer that nobody changes, in any byte order. */
  ByteBuffer at(long offset, int lengthBytes);
}
