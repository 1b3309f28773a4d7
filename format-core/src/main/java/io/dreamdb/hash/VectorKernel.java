package io.dreamdb.hash;

import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many chunks or parents at once as an integer vector has lanes: lane i of every vector belongs
 * to row i.
 *
 * <p>It uses the preferred species only. On JDK 17 a second shape in the same JVM spoils the type
 * profiles inside the Vector API and costs a factor of twenty.
 */
final class VectorKernel implements ChunkKernel {

  static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private static final int TRUSTED_SINCE = 25;

  // From here on a run with idle lanes is faster than one chunk after another.
  private static final int FEWEST_ROWS = 3;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int[] START = {IV0, IV1, IV2, IV3, IV4, IV5, IV6, IV7};
  private static final int[] SCHEDULE = schedule();

  private final ScalarKernel scalar = new ScalarKernel();

  /**
   * Fails with UnsupportedOperationException where vectors are too short to be worth it, or where
   * the JVM cannot be trusted with them.
   */
  VectorKernel() {
    if (LANES != 8 && LANES != 16) {
      throw new UnsupportedOperationException(
          "integer vectors have " + LANES + " lanes, 8 or 16 are needed");
    }
    // Once compiled, now and then, these loops gave wrong hashes on Java 17 with 8 lanes, and right
    // ones with 16; versions between were not tried. A wrong hash is worse than a slow one.
    if (LANES == 8 && Runtime.version().feature() < TRUSTED_SINCE) {
      throw new UnsupportedOperationException(
          "vectors of 8 lanes need Java " + TRUSTED_SINCE + ", this is " + Runtime.version());
    }
  }

  @Override
  public String name() {
    return "vector of " + LANES + " lanes";
  }

  @Override
  public void chunks(
      byte[] bytes, int offset, int count, long firstChunk, byte[] values, int valuesOffset) {
    int done = 0;
    if (count >= FEWEST_ROWS) {
      Rows rows = new Rows();
      for (; count - done >= FEWEST_ROWS; done += LANES) {
        int some = Math.min(LANES, count - done);
        rows.set(offset + done * CHUNK_BYTES, CHUNK_BYTES, some, firstChunk + done);
        for (int at = 0; at < CHUNK_BYTES; at += BLOCK_BYTES) {
          VectorTransposition.transpose(bytes, rows.offsets, at, rows.message);
          rows.touch(bytes, offset + (done + LANES) * CHUNK_BYTES + at * LANES);
          compress(rows, flagsAt(at));
        }
        rows.store(some, values, valuesOffset + done * VALUE_BYTES);
      }
    }
    if (done < count) {
      scalar.chunks(
          bytes,
          offset + done * CHUNK_BYTES,
          count - done,
          firstChunk + done,
          values,
          valuesOffset + done * VALUE_BYTES);
    }
  }

  @Override
  public void parents(byte[] values, int offset, int count) {
    int done = 0;
    if (count >= FEWEST_ROWS) {
      Rows rows = new Rows();
      for (; done < count; done += LANES) {
        int some = Math.min(LANES, count - done);
        rows.set(offset + done * BLOCK_BYTES, BLOCK_BYTES, some, 0);
        rows.clearCounters();
        VectorTransposition.transpose(values, rows.offsets, 0, rows.message);
        compress(rows, PARENT);
        rows.store(some, values, offset + done * VALUE_BYTES);
      }
    } else {
      scalar.parents(values, offset, count);
    }
  }

  private static int flagsAt(int at) {
    return (at == 0 ? CHUNK_START : 0) | (at == CHUNK_BYTES - BLOCK_BYTES ? CHUNK_END : 0);
  }

  // A loop over the rounds, not seven rounds written out: those come near the 8,000 bytecodes above
  // which HotSpot compiles nothing, take seconds to compile and are slower.
  private static void compress(Rows rows, int flags) {
    int[] state = rows.state;
    int[] message = rows.message;
    IntVector v0 = IntVector.fromArray(SPECIES, state, 0);
    IntVector v1 = IntVector.fromArray(SPECIES, state, LANES);
    IntVector v2 = IntVector.fromArray(SPECIES, state, 2 * LANES);
    IntVector v3 = IntVector.fromArray(SPECIES, state, 3 * LANES);
    IntVector v4 = IntVector.fromArray(SPECIES, state, 4 * LANES);
    IntVector v5 = IntVector.fromArray(SPECIES, state, 5 * LANES);
    IntVector v6 = IntVector.fromArray(SPECIES, state, 6 * LANES);
    IntVector v7 = IntVector.fromArray(SPECIES, state, 7 * LANES);
    IntVector v8 = IntVector.broadcast(SPECIES, IV0);
    IntVector v9 = IntVector.broadcast(SPECIES, IV1);
    IntVector v10 = IntVector.broadcast(SPECIES, IV2);
    IntVector v11 = IntVector.broadcast(SPECIES, IV3);
    IntVector v12 = IntVector.fromArray(SPECIES, rows.countersLow, 0);
    IntVector v13 = IntVector.fromArray(SPECIES, rows.countersHigh, 0);
    IntVector v14 = IntVector.broadcast(SPECIES, BLOCK_BYTES);
    IntVector v15 = IntVector.broadcast(SPECIES, flags);
    for (int round = 0; round < SCHEDULE.length; round += 16) {
      v0 = v0.add(v4).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round]));
      v1 = v1.add(v5).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 2]));
      v2 = v2.add(v6).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 4]));
      v3 = v3.add(v7).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 6]));
      v12 = v12.lanewise(XOR, v0).lanewise(ROR, 16);
      v13 = v13.lanewise(XOR, v1).lanewise(ROR, 16);
      v14 = v14.lanewise(XOR, v2).lanewise(ROR, 16);
      v15 = v15.lanewise(XOR, v3).lanewise(ROR, 16);
      v8 = v8.add(v12);
      v9 = v9.add(v13);
      v10 = v10.add(v14);
      v11 = v11.add(v15);
      v4 = v4.lanewise(XOR, v8).lanewise(ROR, 12);
      v5 = v5.lanewise(XOR, v9).lanewise(ROR, 12);
      v6 = v6.lanewise(XOR, v10).lanewise(ROR, 12);
      v7 = v7.lanewise(XOR, v11).lanewise(ROR, 12);
      v0 = v0.add(v4).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 1]));
      v1 = v1.add(v5).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 3]));
      v2 = v2.add(v6).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 5]));
      v3 = v3.add(v7).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 7]));
      v12 = v12.lanewise(XOR, v0).lanewise(ROR, 8);
      v13 = v13.lanewise(XOR, v1).lanewise(ROR, 8);
      v14 = v14.lanewise(XOR, v2).lanewise(ROR, 8);
      v15 = v15.lanewise(XOR, v3).lanewise(ROR, 8);
      v8 = v8.add(v12);
      v9 = v9.add(v13);
      v10 = v10.add(v14);
      v11 = v11.add(v15);
      v4 = v4.lanewise(XOR, v8).lanewise(ROR, 7);
      v5 = v5.lanewise(XOR, v9).lanewise(ROR, 7);
      v6 = v6.lanewise(XOR, v10).lanewise(ROR, 7);
      v7 = v7.lanewise(XOR, v11).lanewise(ROR, 7);
      v0 = v0.add(v5).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 8]));
      v1 = v1.add(v6).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 10]));
      v2 = v2.add(v7).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 12]));
      v3 = v3.add(v4).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 14]));
      v15 = v15.lanewise(XOR, v0).lanewise(ROR, 16);
      v12 = v12.lanewise(XOR, v1).lanewise(ROR, 16);
      v13 = v13.lanewise(XOR, v2).lanewise(ROR, 16);
      v14 = v14.lanewise(XOR, v3).lanewise(ROR, 16);
      v10 = v10.add(v15);
      v11 = v11.add(v12);
      v8 = v8.add(v13);
      v9 = v9.add(v14);
      v5 = v5.lanewise(XOR, v10).lanewise(ROR, 12);
      v6 = v6.lanewise(XOR, v11).lanewise(ROR, 12);
      v7 = v7.lanewise(XOR, v8).lanewise(ROR, 12);
      v4 = v4.lanewise(XOR, v9).lanewise(ROR, 12);
      v0 = v0.add(v5).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 9]));
      v1 = v1.add(v6).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 11]));
      v2 = v2.add(v7).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 13]));
      v3 = v3.add(v4).add(IntVector.fromArray(SPECIES, message, SCHEDULE[round + 15]));
      v15 = v15.lanewise(XOR, v0).lanewise(ROR, 8);
      v12 = v12.lanewise(XOR, v1).lanewise(ROR, 8);
      v13 = v13.lanewise(XOR, v2).lanewise(ROR, 8);
      v14 = v14.lanewise(XOR, v3).lanewise(ROR, 8);
      v10 = v10.add(v15);
      v11 = v11.add(v12);
      v8 = v8.add(v13);
      v9 = v9.add(v14);
      v5 = v5.lanewise(XOR, v10).lanewise(ROR, 7);
      v6 = v6.lanewise(XOR, v11).lanewise(ROR, 7);
      v7 = v7.lanewise(XOR, v8).lanewise(ROR, 7);
      v4 = v4.lanewise(XOR, v9).lanewise(ROR, 7);
    }
    v0.lanewise(XOR, v8).intoArray(state, 0);
    v1.lanewise(XOR, v9).intoArray(state, LANES);
    v2.lanewise(XOR, v10).intoArray(state, 2 * LANES);
    v3.lanewise(XOR, v11).intoArray(state, 3 * LANES);
    v4.lanewise(XOR, v12).intoArray(state, 4 * LANES);
    v5.lanewise(XOR, v13).intoArray(state, 5 * LANES);
    v6.lanewise(XOR, v14).intoArray(state, 6 * LANES);
    v7.lanewise(XOR, v15).intoArray(state, 7 * LANES);
  }

  /** Where in the transposed message each round finds its sixteen words. */
  private static int[] schedule() {
    int[] permutation = {2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8};
    int[] schedule = new int[7 * 16];
    for (int i = 0; i < 16; i++) {
      schedule[i] = i * LANES;
    }
    for (int i = 16; i < schedule.length; i++) {
      schedule[i] = schedule[(i & ~15) - 16 + permutation[i & 15]];
    }
    return schedule;
  }

  /** The working arrays of one call; idle lanes repeat the last row. */
  private static final class Rows {
    final int[] offsets = new int[LANES];
    final int[] countersLow = new int[LANES];
    final int[] countersHigh = new int[LANES];
    final int[] state = new int[8 * LANES]; // [word][lane]
    final int[] message = new int[16 * LANES]; // [word][lane]
    int touched;

    void set(int offset, int stride, int count, long firstCounter) {
      for (int i = 0; i < LANES; i++) {
        offsets[i] = offset + Math.min(i, count - 1) * stride;
        countersLow[i] = (int) (firstCounter + i);
        countersHigh[i] = (int) ((firstCounter + i) >>> 32);
      }
      for (int word = 0; word < 8; word++) {
        Arrays.fill(state, word * LANES, (word + 1) * LANES, START[word]);
      }
    }

    // Reading 16 rows in step defeats the prefetcher of the processor. Touching the rows that come
    // next in the order of memory, a few lines per block, gives 1.2 times the speed out of cache.
    void touch(byte[] bytes, int offset) {
      int end = Math.min(bytes.length, offset + LANES * BLOCK_BYTES);
      int sum = 0;
      // Past the largest array the offset is negative.
      for (int i = Math.max(0, offset); i < end; i += BLOCK_BYTES) {
        sum += bytes[i];
      }
      touched = sum;
    }

    void clearCounters() {
      Arrays.fill(countersLow, 0);
      Arrays.fill(countersHigh, 0);
    }

    void store(int count, byte[] values, int offset) {
      for (int i = 0; i < count; i++) {
        for (int word = 0; word < 8; word++) {
          INT.set(values, offset + i * VALUE_BYTES + 4 * word, state[word * LANES + i]);
        }
      }
    }
  }
}
