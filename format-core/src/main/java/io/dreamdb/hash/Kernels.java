package io.dreamdb.hash;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteOrder;
import java.time.Duration;

/** The kernel of this JVM: chosen once, scalar until the vector kernel is compiled. */
final class Kernels {

  private static final Logger LOG = System.getLogger("io.dreamdb.hash");
  private static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(20);
  private static volatile ChunkKernel current = choose();

  private Kernels() {}

  static ChunkKernel current() {
    return current;
  }

  /** Returns when the vector kernel is in use or given up. */
  static void warmUp() throws InterruptedException {
    if (current instanceof WarmingKernel warming) {
      warming.warmUp();
    }
  }

  private static ChunkKernel choose() {
    ScalarKernel scalar = new ScalarKernel();
    if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
      return fallBack(scalar, "the vector kernel needs a little-endian machine");
    }
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return fallBack(
          scalar,
          "module "
              + VECTOR_MODULE
              + " is absent; start the JVM with --add-modules "
              + VECTOR_MODULE);
    }
    try {
      // By name, because without the module the mere linking of the class would fail.
      ChunkKernel vector =
          (ChunkKernel)
              Class.forName("io.dreamdb.hash.VectorKernel").getDeclaredConstructor().newInstance();
      return new WarmingKernel(scalar, vector, WARM_UP_AT_MOST, Kernels::warmedUp);
    } catch (InvocationTargetException e) {
      return fallBack(scalar, String.valueOf(e.getCause()));
    } catch (ReflectiveOperationException | LinkageError e) {
      return fallBack(scalar, e.toString());
    }
  }

  private static ChunkKernel fallBack(ScalarKernel scalar, String reason) {
    LOG.log(Level.INFO, "BLAKE3 runs on its scalar kernel, about an eighth as fast: {0}", reason);
    return scalar;
  }

  private static void warmedUp(ChunkKernel kernel, String report) {
    current = kernel;
    LOG.log(Level.DEBUG, "BLAKE3 runs on its {0} kernel: {1}", kernel.name(), report);
  }
}
