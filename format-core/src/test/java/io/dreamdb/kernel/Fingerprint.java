package io.dreamdb.kernel;

import io.dreamdb.Metric;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

/** Prints one hash over the bits of many distances, and which kernels computed them. */
final class Fingerprint {

  private Fingerprint() {}

  /** With the argument {@code await} once more after the SIMD loops are compiled. */
  public static void main(String[] args) throws InterruptedException {
    long first = hash();
    if (args.length > 0) {
      DistanceKernel.awaitCompiled(Duration.ofSeconds(60));
    }
    System.out.println(
        KernelChoice.describe() + " " + Long.toHexString(first) + " " + Long.toHexString(hash()));
  }

  static long hash() {
    Random random = new Random(42);
    long hash = 0;
    for (int dimension : new int[] {1, 3, 16, 100, 128, 384, 769}) {
      float[] block = new float[33 * dimension];
      for (int i = 0; i < block.length; i++) {
        block[i] = Math.scalb(random.nextFloat() - 0.5f, random.nextInt(20) - 10);
      }
      ByteBuffer bytes = ByteBuffer.allocateDirect(block.length * Float.BYTES);
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block);
      float[] query = Arrays.copyOf(block, dimension);
      for (Metric metric : Metric.values()) {
        float[] out = new float[33];
        DistanceKernel.of(metric, query).score(block, 0, 33, out);
        hash = hash * 31 + Arrays.hashCode(out);
        DistanceKernel.of(metric, query).score(bytes, 0, 33, out);
        hash = hash * 31 + Arrays.hashCode(out);
      }
    }
    return hash;
  }
}
