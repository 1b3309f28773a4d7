package io.dreamdb.kernel;

import java.nio.ByteBuffer;

/**
 * The loops of {@link RefinementKernel}, over buffers outside the heap unless it says otherwise.
 * Callers have checked all ranges. Public for {@code kernel.jdk25} alone. Thread-safe.
 */
public interface RefinementLoop {

  /** As {@link RefinementKernel#dots}. */
  void dots(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int offsetBytes,
      int count,
      int[] out,
      int outOffset);

  /** As {@link RefinementKernel#dotsAt}. */
  void dotsAt(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int[] offsetsBytes,
      int count,
      int[] out,
      int outOffset);
}
