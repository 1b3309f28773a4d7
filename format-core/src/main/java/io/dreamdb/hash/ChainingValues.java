package io.dreamdb.hash;

import static io.dreamdb.hash.ChunkKernel.CHUNK_BYTES;
import static io.dreamdb.hash.ChunkKernel.VALUE_BYTES;

import java.nio.ByteBuffer;

/** From bytes to chaining values, and from one level of them to the next. */
final class ChainingValues {

  static final int GROUP_BYTES = 16 * CHUNK_BYTES;

  private static final int LEVELS_IN_GROUP = 4;

  // Enough groups per step for the parents to fill whole vectors, few enough for the first cache.
  private static final int GROUPS_PER_STEP = 16;

  private ChainingValues() {}

  /**
   * Writes the chaining value of each group of a run of bytes.
   *
   * @param length above 0; only the object's last group may be shorter than 16 KiB
   * @param values receives 32 bytes per group from {@code valuesOffset} on
   */
  static void ofGroups(
      byte[] bytes, int offset, int length, long firstGroup, byte[] values, int valuesOffset) {
    byte[] step = new byte[chunks(Math.min(length, GROUPS_PER_STEP * GROUP_BYTES)) * VALUE_BYTES];
    int target = valuesOffset;
    for (int at = 0; at < length; at += GROUPS_PER_STEP * GROUP_BYTES) {
      int some = Math.min(length - at, GROUPS_PER_STEP * GROUP_BYTES);
      int count = chunks(some);
      long firstChunk = firstGroup * 16 + at / CHUNK_BYTES;
      ofChunks(bytes, offset + at, some, firstChunk, step);
      for (int level = 0; level < LEVELS_IN_GROUP; level++) {
        count = toParents(step, 0, count);
      }
      System.arraycopy(step, 0, values, target, count * VALUE_BYTES);
      target += count * VALUE_BYTES;
    }
  }

  /**
   * The same for the bytes between a buffer's position and limit, which stay as they are. Bytes
   * that are in no array are copied piece by piece: out of the cache, the kernel's reading of many
   * chunks in step is slower than this copy and its reading together.
   */
  static void ofGroups(ByteBuffer bytes, long firstGroup, byte[] values, int valuesOffset) {
    int length = bytes.remaining();
    if (bytes.hasArray()) {
      int offset = bytes.arrayOffset() + bytes.position();
      ofGroups(bytes.array(), offset, length, firstGroup, values, valuesOffset);
      return;
    }
    byte[] piece = new byte[Math.min(length, GROUPS_PER_STEP * GROUP_BYTES)];
    int some;
    for (int at = 0; at < length; at += some) {
      some = Math.min(piece.length, length - at);
      int group = at / GROUP_BYTES;
      bytes.get(bytes.position() + at, piece, 0, some);
      ofGroups(piece, 0, some, firstGroup + group, values, valuesOffset + group * VALUE_BYTES);
    }
  }

  /** The hash of an object of at most one group. */
  static byte[] rootOfGroup(byte[] bytes, int offset, int length) {
    byte[] hash = new byte[VALUE_BYTES];
    if (length <= CHUNK_BYTES) {
      ScalarKernel.chunk(bytes, offset, length, 0, ChunkKernel.ROOT, hash, 0);
      return hash;
    }
    byte[] values = new byte[chunks(length) * VALUE_BYTES];
    ofChunks(bytes, offset, length, 0, values);
    return root(values, chunks(length));
  }

  /** The hash above {@code count} values, at least two, of one level. Destroys them. */
  static byte[] root(byte[] values, int count) {
    int left = count;
    while (left > 2) {
      left = toParents(values, 0, left);
    }
    byte[] hash = new byte[VALUE_BYTES];
    ScalarKernel.root(values, 0, hash);
    return hash;
  }

  /**
   * Replaces the values of one level by those of the level above; an odd last one is carried up.
   *
   * @return how many these are
   */
  static int toParents(byte[] values, int offset, int count) {
    int pairs = count / 2;
    Kernels.current().parents(values, offset, pairs);
    if (count % 2 == 1) {
      int last = offset + (count - 1) * VALUE_BYTES;
      System.arraycopy(values, last, values, offset + pairs * VALUE_BYTES, VALUE_BYTES);
    }
    return count - pairs;
  }

  private static void ofChunks(
      byte[] bytes, int offset, int length, long firstChunk, byte[] values) {
    int whole = length / CHUNK_BYTES;
    Kernels.current().chunks(bytes, offset, whole, firstChunk, values, 0);
    int rest = length - whole * CHUNK_BYTES;
    if (rest > 0) {
      int at = offset + whole * CHUNK_BYTES;
      ScalarKernel.chunk(bytes, at, rest, firstChunk + whole, 0, values, whole * VALUE_BYTES);
    }
  }

  private static int chunks(int length) {
    return (length + CHUNK_BYTES - 1) / CHUNK_BYTES;
  }
}
