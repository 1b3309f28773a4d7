package io.dreamdb.hash;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;

/** What {@link KernelChoiceTest} runs in a JVM of its own; prints one line per question. */
final class KernelProbe {

  private KernelProbe() {}

  public static void main(String[] arguments) throws InterruptedException {
    byte[] bytes = TestBytes.counting(102_400);
    print("cold", HexFormat.of().formatHex(Blake3.hash(bytes)));
    if (arguments.length > 0) {
      print("switched", String.valueOf(switchesWhileHashing()));
    }
    print("kernel", Blake3.warmUp());
    print("warm", HexFormat.of().formatHex(Blake3.hash(bytes)));
    if (arguments.length > 0) {
      print("equal", String.valueOf(vectorEqualsScalar()));
    }
  }

  /** Two threads hash until the kernel changes below them. */
  private static boolean switchesWhileHashing() throws InterruptedException {
    byte[] bytes = TestBytes.random(1 << 20, 6);
    byte[] expected = Blake3.hash(bytes);
    ChunkKernel before = Kernels.current();
    long deadline = System.nanoTime() + 40_000_000_000L;
    AtomicBoolean equal = new AtomicBoolean(true);
    Runnable hashing =
        () -> {
          while (Kernels.current() == before && System.nanoTime() < deadline) {
            equal.compareAndSet(true, Arrays.equals(expected, Blake3.hash(bytes)));
          }
          equal.compareAndSet(true, Arrays.equals(expected, Blake3.hash(bytes)));
        };
    Thread other = new Thread(hashing);
    other.start();
    hashing.run();
    other.join();
    return equal.get() && Kernels.current() != before;
  }

  /** Every count of rows up to more than two full vectors, on bytes and on values. */
  static boolean vectorEqualsScalar() {
    ChunkKernel scalar = new ScalarKernel();
    ChunkKernel vector = new VectorKernel();
    byte[] bytes = TestBytes.random(40 * 1024 + 7, 5);
    boolean equal = true;
    for (int count = 0; count <= 39; count++) {
      long firstChunk = 0xFFFF_FFF5L * count; // carries into the upper half
      byte[] expected = new byte[40 * 32];
      byte[] found = new byte[40 * 32];
      scalar.chunks(bytes, 7, count, firstChunk, expected, 32);
      vector.chunks(bytes, 7, count, firstChunk, found, 32);
      equal &= Arrays.equals(expected, found);
      byte[] values = Arrays.copyOf(bytes, 40 * 64);
      byte[] same = values.clone();
      scalar.parents(values, 32, count);
      vector.parents(same, 32, count);
      equal &= Arrays.equals(values, 0, 32 + count * 32, same, 0, 32 + count * 32);
    }
    return equal;
  }

  @SuppressWarnings("SystemOut")
  private static void print(String question, String answer) {
    System.out.println(question + "=" + answer);
  }
}
