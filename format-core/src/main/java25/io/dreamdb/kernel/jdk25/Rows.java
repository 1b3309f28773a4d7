package io.dreamdb.kernel.jdk25;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The rows of a block outside the heap. */
final class Rows {

  private Rows() {}

  /**
   * The block's memory. The way through a float buffer gives mapped and other direct buffers one
   * class of segment, so that loops compiled for the one serve the other too.
   */
  static MemorySegment segment(ByteBuffer block) {
    return MemorySegment.ofBuffer(block.duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer());
  }

  /** That part of the buffer's memory, whole floats of it, as the same class of segment. */
  static MemorySegment part(ByteBuffer buffer, int offset, int lengthBytes) {
    return segment(buffer.duplicate().clear().slice(offset, lengthBytes));
  }

  /**
   * All of the buffer's memory, likewise; of a buffer that is not whole floats, without its end.
   */
  static MemorySegment all(ByteBuffer buffer) {
    return segment(buffer.duplicate().clear());
  }

  /** Whether {@link #all} is the whole of it. */
  static boolean isWhole(ByteBuffer buffer) {
    return buffer.capacity() % Float.BYTES == 0;
  }

  /**
   * How many of the rows can be read by whole strides of 16 without leaving the block. A last
   * stride may run into the next row, where the kernel masks it.
   */
  static int readable(long lengthBytes, int rows, int dimension) {
    int whole = dimension & -16;
    if (whole == dimension) {
      return rows;
    }
    long room = lengthBytes / 4 - whole - 16;
    return room < 0 ? 0 : (int) Math.min(rows, room / dimension + 1);
  }

  /** The rows from that one on. */
  static ByteBuffer from(ByteBuffer block, int row, int dimension) {
    int start = row * dimension * 4;
    return block.slice(start, block.capacity() - start);
  }
}
