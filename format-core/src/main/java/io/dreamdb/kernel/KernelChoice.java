package io.dreamdb.kernel;

import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.time.Duration;

/**
 * The kernels of this process, chosen once from what the JVM and the machine offer. A fall-back is
 * logged with its reason; it costs speed and never changes a result.
 */
final class KernelChoice {

  private static final System.Logger LOG = System.getLogger(KernelChoice.class.getName());
  private static final String MODULE = "jdk.incubator.vector";
  private static final int NATIVE_SINCE = 25;

  // Four of them take 0.1 µs in the interpreter, and 4 µs and more without the instruction.
  private static final long SLOW_FMA_NANOS = 1000;

  private static final boolean VECTORS = hasVectors();
  static final ArrayKernel ARRAYS =
      VECTORS ? new WarmingArrayKernel(() -> SimdArrays.KERNEL) : ScalarKernel.INSTANCE;
  static final NativeKernel NATIVES = natives();

  private KernelChoice() {}

  /** Waits until it is decided for every loop how it runs; true if all that exist run as SIMD. */
  static boolean await(Duration timeout) throws InterruptedException {
    boolean arrays = ARRAYS instanceof WarmingArrayKernel warming && warming.await(timeout);
    boolean natives = !(NATIVES instanceof WarmingNativeKernel warming) || warming.await(timeout);
    return arrays & natives;
  }

  /** What was chosen, for logs: {@code scalar}, or the lane width and where rows are read. */
  static String describe() {
    if (!VECTORS) {
      return "scalar";
    }
    return LaneWidth.preferred()
        + " bits, mapped rows "
        + (NATIVES instanceof TiledKernel ? "copied" : "in place");
  }

  /** The kernel for memory outside the heap of that lane width, which this JVM must support. */
  static NativeKernel load(int bits) throws ReflectiveOperationException {
    return (NativeKernel)
        Class.forName("io.dreamdb.kernel.jdk25.Segments" + bits)
            .getConstructor(NativeKernel.class)
            .newInstance(new TiledKernel(ScalarKernel.INSTANCE));
  }

  private static boolean hasVectors() {
    String compiler = System.getProperty("java.vm.info", "");
    String reason = null;
    if (fmaIsSlow()) {
      reason = "the JVM has no fused multiply-add instruction, so that this is slow too";
    } else if (compiler.contains("interpreted") || compiler.contains("client")) {
      reason = "the JVM runs without its optimising compiler (" + compiler + ")";
    } else if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      reason = "the JVM was started without --add-modules=" + MODULE;
    }
    if (reason != null) {
      LOG.log(
          Level.WARNING, "Vector arithmetic runs as scalar code, several times slower: " + reason);
    }
    return reason == null;
  }

  private static NativeKernel natives() {
    NativeKernel tiled = new TiledKernel(ARRAYS);
    if (!VECTORS) {
      return tiled;
    }
    String reason = null;
    if (Runtime.version().feature() < NATIVE_SINCE) {
      reason = "that needs Java " + NATIVE_SINCE + ", this is " + Runtime.version();
    } else if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      reason = "the machine is not little-endian";
    }
    if (reason != null) {
      LOG.log(Level.INFO, "Mapped vectors are copied to the heap, not read in place: " + reason);
      return tiled;
    }
    NativeKernel plain = new TiledKernel(ScalarKernel.INSTANCE);
    return new WarmingNativeKernel(tiled, plain, () -> SimdNatives.KERNEL);
  }

  /** Without the instruction {@code Math.fma} computes with BigDecimal: equal, but far slower. */
  private static boolean fmaIsSlow() {
    long best = Long.MAX_VALUE;
    float value = 1;
    for (int i = 0; i < 64; i++) {
      long start = System.nanoTime();
      value = Math.fma(value, 0.75f, 0.5f);
      value = Math.fma(value, 0.75f, 0.5f);
      value = Math.fma(value, 0.75f, 0.5f);
      value = Math.fma(value, 0.75f, 0.5f);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best > SLOW_FMA_NANOS && value > 0; // the value is used, so that it is computed
  }

  // Each is loaded by the warm-up thread, which logs why if it cannot be.

  private static final class SimdArrays {
    static final ArrayKernel KERNEL = LaneWidth.kernel(LaneWidth.preferred());
  }

  private static final class SimdNatives {
    static final NativeKernel KERNEL = loaded();

    private static NativeKernel loaded() {
      try {
        return load(LaneWidth.preferred());
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("the kernels for Java " + NATIVE_SINCE + " do not load", e);
      }
    }
  }
}
