package io.dreamdb.store;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A process of its own that increments a register and says so: a line {@code acked} or {@code
 * unknown} per increment, as soon as it knows.
 */
final class CounterProcess {

  private CounterProcess() {}

  /** Arguments: the store's folder, the register, the number of increments. */
  public static void main(String[] args) {
    try (ObjectStore store = new LocalObjectStore(Path.of(args[0]))) {
      RegisterKey counter = new RegisterKey(args[1]);
      System.out.println("ready");
      for (int i = 0; i < Integer.parseInt(args[2]); i++) {
        System.out.println(increment(store, counter) ? "acked" : "unknown");
      }
    }
  }

  private static boolean increment(ObjectStore store, RegisterKey counter) {
    while (true) {
      Register now = store.readRegister(counter);
      int value = now.isAbsent() ? 0 : ByteBuffer.wrap(now.value()).getInt();
      byte[] next = ByteBuffer.allocate(Integer.BYTES).putInt(value + 1).array();
      SwapResult result = store.compareAndSet(counter, now.version(), next);
      if (!(result instanceof SwapResult.Conflict)) {
        return result instanceof SwapResult.Swapped;
      }
    }
  }
}
