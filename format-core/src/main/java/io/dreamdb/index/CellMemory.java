package io.dreamdb.index;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Memory outside the heap for cells that were fetched: to make it anew for each search would cost
 * more than the search. Safe for many threads.
 */
final class CellMemory {

  /** What a search holds at once, unless a single cell is larger: 8 MiB. */
  static final int BYTES = 8 << 20;

  private static final int MAX_IDLE = 8;

  private static final ArrayBlockingQueue<ByteBuffer> IDLE = new ArrayBlockingQueue<>(MAX_IDLE);

  private CellMemory() {}

  /** At least so many bytes, whatever is in them. */
  static ByteBuffer take(int bytes) {
    if (bytes > BYTES) {
      return ByteBuffer.allocateDirect(bytes);
    }
    ByteBuffer idle = IDLE.poll();
    return idle == null ? ByteBuffer.allocateDirect(BYTES) : idle;
  }

  /** Takes memory back that nobody uses any more. */
  static void give(ByteBuffer memory) {
    if (memory.capacity() == BYTES) {
      boolean unused = IDLE.offer(memory);
    }
  }
}
