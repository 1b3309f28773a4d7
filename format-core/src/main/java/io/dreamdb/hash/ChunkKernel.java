package io.dreamdb.hash;

/**
 * The two loops in which BLAKE3 spends its time. Kernels are stateless and may be shared between
 * threads; all give the same bytes.
 */
interface ChunkKernel {

  int BLOCK_BYTES = 64;
  int CHUNK_BYTES = 1024;
  int VALUE_BYTES = 32;

  int CHUNK_START = 1;
  int CHUNK_END = 1 << 1;
  int PARENT = 1 << 2;
  int ROOT = 1 << 3;

  int IV0 = 0x6A09E667;
  int IV1 = 0xBB67AE85;
  int IV2 = 0x3C6EF372;
  int IV3 = 0xA54FF53A;
  int IV4 = 0x510E527F;
  int IV5 = 0x9B05688C;
  int IV6 = 0x1F83D9AB;
  int IV7 = 0x5BE0CD19;

  /** What a log line calls this kernel. */
  String name();

  /**
   * Writes the chaining values of {@code count} whole chunks that stand one after another.
   *
   * @param firstChunk the number of the first of them in the object
   * @param values receives {@code count} times 32 bytes from {@code valuesOffset} on
   */
  void chunks(
      byte[] bytes, int offset, int count, long firstChunk, byte[] values, int valuesOffset);

  /**
   * Replaces {@code 2 * count} chaining values at {@code offset} by the {@code count} values of
   * their parents, at the same offset. What stood in the second half is then undefined.
   */
  void parents(byte[] values, int offset, int count);
}
