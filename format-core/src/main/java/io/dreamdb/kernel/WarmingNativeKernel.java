package io.dreamdb.kernel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The tiled twin until the SIMD kernel is compiled, loop by loop. The twin alone also serves
 * buffers on the heap, which must never reach the SIMD kernel.
 */
final class WarmingNativeKernel implements NativeKernel {

  private final NativeKernel twin;
  private final Supplier<NativeKernel> simd;
  private final WarmUp dot;
  private final WarmUp squaredL2;
  private final WarmUp cosine;
  private final WarmUp squaredNorms;

  /**
   * A kernel over both.
   *
   * @param twin serves meanwhile, and buffers on the heap
   * @param plain what the SIMD kernel has to beat
   * @param simd is asked on the warm-up thread first: loading it takes time
   */
  WarmingNativeKernel(NativeKernel twin, NativeKernel plain, Supplier<NativeKernel> simd) {
    this.twin = twin;
    this.simd = simd;
    this.dot = warmUp("dot", plain, k -> WarmUpBlock.dot(k));
    this.squaredL2 = warmUp("squaredL2", plain, k -> WarmUpBlock.squaredL2(k));
    this.cosine = warmUp("cosine", plain, k -> WarmUpBlock.cosine(k));
    this.squaredNorms = warmUp("squaredNorms", plain, k -> WarmUpBlock.squaredNorms(k));
  }

  private WarmUp warmUp(String loop, NativeKernel plain, Consumer<NativeKernel> call) {
    return new WarmUp("native " + loop, () -> call.accept(plain), () -> call.accept(simd.get()));
  }

  /** Waits until every loop is decided; true if all run as SIMD. */
  boolean await(Duration timeout) throws InterruptedException {
    return dot.await(timeout)
        & squaredL2.await(timeout)
        & cosine.await(timeout)
        & squaredNorms.await(timeout);
  }

  @Override
  public void dot(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    kernel(dot, block).dot(query, block, rows, out, outOffset);
  }

  @Override
  public void squaredL2(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    kernel(squaredL2, block).squaredL2(query, block, rows, out, outOffset);
  }

  @Override
  public void cosine(QueryVector query, ByteBuffer block, int rows, float[] out, int outOffset) {
    kernel(cosine, block).cosine(query, block, rows, out, outOffset);
  }

  @Override
  public void squaredNorms(int dimension, ByteBuffer block, int rows, float[] out, int outOffset) {
    kernel(squaredNorms, block).squaredNorms(dimension, block, rows, out, outOffset);
  }

  private NativeKernel kernel(WarmUp loop, ByteBuffer block) {
    return block.isDirect() && loop.fast() ? simd.get() : twin;
  }
}
