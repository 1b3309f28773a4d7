package io.dreamdb.kernel;

/** The loop of {@link ResidualKernel}. Callers have checked all ranges. */
interface ResidualLoop {

  /** As {@link ResidualKernel#encode}. */
  void encode(
      float[] residual,
      int residualOffset,
      float[] center,
      int centerOffset,
      int dimension,
      long[] bits,
      int bitsOffset,
      float[] out);
}
