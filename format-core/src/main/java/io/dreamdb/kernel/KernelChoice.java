package io.dreamdb.kernel;

import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * The kernels of this process, chosen once from what the JVM and the machine offer. A fall-back is
 * logged with its reason; it costs speed and never changes a result.
 */
final class KernelChoice {

  private static final System.Logger LOG = System.getLogger(KernelChoice.class.getName());
  private static final String MODULE = "jdk.incubator.vector";
  private static final int NATIVE_SINCE = 25;
  private static final String DO_NOT_LOAD = "the kernels for Java " + NATIVE_SINCE + " do not load";

  // Four of them take 0.1 µs in the interpreter, and 4 µs and more without the instruction.
  private static final long SLOW_FMA_NANOS = 1000;

  private static final boolean VECTORS = hasVectors();
  static final ArrayKernel ARRAYS =
      VECTORS ? new WarmingArrayKernel(() -> SimdArrays.KERNEL) : ScalarKernel.INSTANCE;
  static final NativeKernel NATIVES = natives();
  static final Loop<RoundingLoop> ROUNDING =
      arrays(
          "rounding",
          new ScalarRounding(),
          bits -> bits == 512 ? new Rounding512() : new Rounding256(),
          IndexWarmUp::rounding);
  static final Loop<RotationLoop> ROTATION =
      arrays(
          "rotation",
          new ScalarRotation(),
          bits -> bits == 512 ? new Rotation512() : new Rotation256(),
          IndexWarmUp::rotation);
  static final Loop<ResidualLoop> RESIDUALS =
      arrays(
          "residuals",
          new ScalarResiduals(),
          bits -> bits == 512 ? new Residuals512() : new Residuals256(),
          IndexWarmUp::residuals);
  static final Loop<PanelLoop> PANELS =
      arrays(
          "panels",
          new ScalarPanels(),
          bits -> bits == 512 ? new Panels512() : new Panels256(),
          IndexWarmUp::panels);
  static final Loop<SelectionLoop> SELECTION =
      arrays(
          "selection",
          new ScalarSelection(),
          bits -> bits == 512 ? new Selection512() : new Selection256(),
          IndexWarmUp::selection);
  static final Loop<CodeLoop> CODES =
      natives(
          "codes", new ScalarCodes(), () -> loadCodes(LaneWidth.preferred()), IndexWarmUp::codes);
  static final Loop<RefinementLoop> REFINEMENT =
      natives(
          "refinement",
          new ScalarRefinement(),
          () -> loadRefinement(new ScalarRefinement()),
          IndexWarmUp::refinement);

  private static final TiledRows TILED_ROWS = new TiledRows(ARRAYS);
  private static final TiledRows PLAIN_ROWS = new TiledRows(ScalarKernel.INSTANCE);
  static final Loop<ScatteredLoop> SCATTERED =
      !VECTORS || LaneWidth.preferred() < 256
          ? new Loop<>(TILED_ROWS)
          : new Loop<>(
              "scattered rows",
              TILED_ROWS,
              PLAIN_ROWS,
              () ->
                  LaneWidth.preferred() == 512
                      ? new Scattered512(TILED_ROWS)
                      : new Scattered256(TILED_ROWS),
              IndexWarmUp::scattered);
  static final Loop<NativeScatteredLoop> NATIVE_SCATTERED =
      NATIVES instanceof TiledKernel || LaneWidth.preferred() < 256
          ? new Loop<>(TILED_ROWS)
          : new Loop<>(
              "scattered native rows",
              TILED_ROWS,
              PLAIN_ROWS,
              () -> loadScattered(LaneWidth.preferred(), TILED_ROWS),
              IndexWarmUp::scattered);

  private static final List<Loop<?>> INDEX_LOOPS =
      List.of(
          ROUNDING,
          ROTATION,
          RESIDUALS,
          PANELS,
          SELECTION,
          CODES,
          REFINEMENT,
          SCATTERED,
          NATIVE_SCATTERED);

  private KernelChoice() {}

  /** Waits until it is decided for every loop how it runs; true if all that exist run as SIMD. */
  static boolean await(Duration timeout) throws InterruptedException {
    boolean arrays = ARRAYS instanceof WarmingArrayKernel warming && warming.await(timeout);
    boolean natives = !(NATIVES instanceof WarmingNativeKernel warming) || warming.await(timeout);
    boolean index = true;
    for (Loop<?> loop : INDEX_LOOPS) {
      index &= loop.await(timeout);
    }
    return arrays & natives & index;
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

  /** A loop of the index over arrays, as SIMD from 256 bits on. */
  private static <K> Loop<K> arrays(
      String name, K twin, IntFunction<? extends K> simd, Consumer<K> call) {
    if (!VECTORS || LaneWidth.preferred() < 256) {
      return new Loop<>(twin);
    }
    return new Loop<>(name, twin, () -> simd.apply(LaneWidth.preferred()), call);
  }

  /** A loop of the index over memory outside the heap, as SIMD from 256 bits on. */
  private static <K> Loop<K> natives(
      String name, K twin, Supplier<? extends K> load, Consumer<K> call) {
    if (NATIVES instanceof TiledKernel || LaneWidth.preferred() < 256) {
      return new Loop<>(twin);
    }
    return new Loop<>(name, twin, load, call);
  }

  /** The loop over codes of that lane width. */
  static CodeLoop loadCodes(int bits) {
    try {
      return (CodeLoop) type("Codes" + bits).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(DO_NOT_LOAD, e);
    }
  }

  static RefinementLoop loadRefinement(RefinementLoop twin) {
    try {
      return (RefinementLoop)
          type("Refinement256").getConstructor(RefinementLoop.class).newInstance(twin);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(DO_NOT_LOAD, e);
    }
  }

  /** The loops over scattered rows outside the heap of that lane width. */
  static NativeScatteredLoop loadScattered(int bits, NativeScatteredLoop rest) {
    try {
      return (NativeScatteredLoop)
          type("ScatteredSegments" + bits)
              .getConstructor(NativeScatteredLoop.class)
              .newInstance(rest);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(DO_NOT_LOAD, e);
    }
  }

  private static Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName("io.dreamdb.kernel.jdk25." + name);
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
        throw new LinkageError(DO_NOT_LOAD, e);
      }
    }
  }
}
