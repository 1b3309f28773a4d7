package io.dreamdb.kernel;

import java.nio.ByteBuffer;

/**
 * The loop of {@link CodeKernel}, over buffers outside the heap unless it says otherwise. Callers
 * have checked all ranges. Public for {@code kernel.jdk25} alone. Thread-safe.
 */
public interface CodeLoop {

  /** As {@link CodeKernel#estimate}. */
  void estimate(
      QueryPlanes query,
      ByteBuffer codes,
      int offsetBytes,
      int blocks,
      float base,
      float[] out,
      int outOffset);
}
