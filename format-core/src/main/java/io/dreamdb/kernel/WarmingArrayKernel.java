package io.dreamdb.kernel;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The scalar twin until the SIMD kernel is compiled, loop by loop. */
final class WarmingArrayKernel implements ArrayKernel {

  private final ArrayKernel twin = ScalarKernel.INSTANCE;
  private final Supplier<ArrayKernel> simd;
  private final WarmUp dot;
  private final WarmUp squaredL2;
  private final WarmUp cosine;
  private final WarmUp squaredNorms;
  private final WarmUp skipAbove;

  /** A kernel that asks for the SIMD form on the warm-up thread first: loading it takes time. */
  WarmingArrayKernel(Supplier<ArrayKernel> simd) {
    this.simd = simd;
    this.dot = warmUp("dot", k -> WarmUpBlock.dot(k));
    this.squaredL2 = warmUp("squaredL2", k -> WarmUpBlock.squaredL2(k));
    this.cosine = warmUp("cosine", k -> WarmUpBlock.cosine(k));
    this.squaredNorms = warmUp("squaredNorms", k -> WarmUpBlock.squaredNorms(k));
    this.skipAbove = warmUp("skipAbove", k -> WarmUpBlock.skipAbove(k));
  }

  private WarmUp warmUp(String loop, Consumer<ArrayKernel> call) {
    return new WarmUp("array " + loop, () -> call.accept(twin), () -> call.accept(simd.get()));
  }

  /** Waits until every loop is decided; true if all run as SIMD. */
  boolean await(Duration timeout) throws InterruptedException {
    return dot.await(timeout)
        & squaredL2.await(timeout)
        & cosine.await(timeout)
        & squaredNorms.await(timeout)
        & skipAbove.await(timeout);
  }

  @Override
  public void dot(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    (dot.fast() ? simd.get() : twin).dot(query, block, offset, rows, out, outOffset);
  }

  @Override
  public void squaredL2(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    (squaredL2.fast() ? simd.get() : twin).squaredL2(query, block, offset, rows, out, outOffset);
  }

  @Override
  public void cosine(
      QueryVector query, float[] block, int offset, int rows, float[] out, int outOffset) {
    (cosine.fast() ? simd.get() : twin).cosine(query, block, offset, rows, out, outOffset);
  }

  @Override
  public void squaredNorms(
      int dimension, float[] block, int offset, int rows, float[] out, int outOffset) {
    (squaredNorms.fast() ? simd.get() : twin)
        .squaredNorms(dimension, block, offset, rows, out, outOffset);
  }

  @Override
  public int skipAbove(float[] values, int from, int to, float bound) {
    return (skipAbove.fast() ? simd.get() : twin).skipAbove(values, from, to, bound);
  }
}
