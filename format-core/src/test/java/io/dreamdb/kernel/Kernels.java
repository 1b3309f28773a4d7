package io.dreamdb.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The kernels that this JVM can run, and the vectors that tell them apart. */
final class Kernels {

  /** Element values at which rounding, underflow and the sign of zero show. */
  private static final float[] EDGES = {
    0.0f,
    -0.0f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    0x1p-126f,
    -0x1.fffffcp-127f,
    0x1p-75f,
    0x1.8p-74f,
    1,
    -1,
    0x1.000002p0f,
    0x1p50f,
    -0x1.fffffep49f,
    0x1p-50f
  };

  private Kernels() {}

  static List<ArrayKernel> simdArrays() {
    return List.of(LaneWidth.kernel(128), LaneWidth.kernel(256), LaneWidth.kernel(512));
  }

  /** The tiled kernel, and on Java 25 those that read in place. */
  static List<NativeKernel> natives() throws ReflectiveOperationException {
    List<NativeKernel> kernels = new ArrayList<>();
    kernels.add(new TiledKernel(ScalarKernel.INSTANCE));
    if (Runtime.version().feature() >= 25) {
      for (int bits : new int[] {128, 256, 512}) {
        kernels.add(KernelChoice.load(bits));
      }
    }
    return kernels;
  }

  /** Values of one kind: plain, edges, all magnitudes, or sparse. */
  static float[] values(Random random, int length) {
    float[] values = new float[length];
    int kind = random.nextInt(4);
    for (int i = 0; i < length; i++) {
      float plain = random.nextFloat() * 2 - 1;
      values[i] =
          switch (kind) {
            case 0 -> plain;
            case 1 -> EDGES[random.nextInt(EDGES.length)];
            case 2 -> Math.scalb(plain, random.nextInt(190) - 140);
            default -> random.nextInt(8) == 0 ? plain : 0;
          };
    }
    return values;
  }
}
