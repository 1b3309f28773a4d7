package io.dreamdb.hash;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Brings one block of 16 words from each row into vectors of one word from all rows.
 *
 * <p>The exchange with distance d swaps, in each square of 2d rows and 2d columns, the upper right
 * and the lower left d by d quarter; done for every power of two below the lane count it is the
 * transposition. Two such exchanges are done per pass over the memory. A two-vector {@code
 * selectFrom} would do the same in half the instructions, but it needs JDK 24 and was no faster.
 */
final class VectorTransposition {

  private static final VectorSpecies<Integer> SPECIES = VectorKernel.SPECIES;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final int LANES = VectorKernel.LANES;

  // The outer distances of the first pass are half and a quarter of the lanes: 8 and 4, or 4 and 2.
  private static final VectorShuffle<Integer> UP_HALF = shift(-LANES / 2);
  private static final VectorShuffle<Integer> DOWN_HALF = shift(LANES / 2);
  private static final VectorMask<Integer> HALF = upper(LANES / 2);
  private static final VectorShuffle<Integer> UP_QUARTER = shift(-LANES / 4);
  private static final VectorShuffle<Integer> DOWN_QUARTER = shift(LANES / 4);
  private static final VectorMask<Integer> QUARTER = upper(LANES / 4);
  private static final VectorShuffle<Integer> UP_2 = shift(-2);
  private static final VectorShuffle<Integer> DOWN_2 = shift(2);
  private static final VectorMask<Integer> PAIRS = upper(2);
  private static final VectorShuffle<Integer> UP_1 = shift(-1);
  private static final VectorShuffle<Integer> DOWN_1 = shift(1);
  private static final VectorMask<Integer> ODD = upper(1);

  private VectorTransposition() {}

  /**
   * Writes word w of the block that starts {@code at} bytes into row i to {@code message[w * lanes
   * + i]}.
   *
   * @param rows where each row starts in {@code bytes}
   */
  static void transpose(byte[] bytes, int[] rows, int at, int[] message) {
    outer(bytes, rows, at, message, 0);
    if (LANES == 16) {
      innerOf16(message);
    } else {
      outer(bytes, rows, at + 4 * LANES, message, LANES * LANES);
      innerOf8(message);
    }
  }

  private static void outer(byte[] bytes, int[] rows, int at, int[] message, int target) {
    for (int i = 0; i < LANES / 4; i++) {
      IntVector a = load(bytes, rows[i] + at);
      IntVector b = load(bytes, rows[i + LANES / 4] + at);
      IntVector c = load(bytes, rows[i + LANES / 2] + at);
      IntVector d = load(bytes, rows[i + LANES / 4 * 3] + at);
      IntVector ac = a.blend(c.rearrange(UP_HALF), HALF);
      IntVector bd = b.blend(d.rearrange(UP_HALF), HALF);
      IntVector ca = a.rearrange(DOWN_HALF).blend(c, HALF);
      IntVector db = b.rearrange(DOWN_HALF).blend(d, HALF);
      int to = target + i * LANES;
      ac.blend(bd.rearrange(UP_QUARTER), QUARTER).intoArray(message, to);
      ac.rearrange(DOWN_QUARTER).blend(bd, QUARTER).intoArray(message, to + LANES / 4 * LANES);
      ca.blend(db.rearrange(UP_QUARTER), QUARTER).intoArray(message, to + LANES / 2 * LANES);
      ca.rearrange(DOWN_QUARTER).blend(db, QUARTER).intoArray(message, to + LANES / 4 * 3 * LANES);
    }
  }

  private static void innerOf16(int[] message) {
    for (int to = 0; to < 256; to += 64) {
      IntVector a = IntVector.fromArray(SPECIES, message, to);
      IntVector b = IntVector.fromArray(SPECIES, message, to + 16);
      IntVector c = IntVector.fromArray(SPECIES, message, to + 32);
      IntVector d = IntVector.fromArray(SPECIES, message, to + 48);
      IntVector ac = a.blend(c.rearrange(UP_2), PAIRS);
      IntVector bd = b.blend(d.rearrange(UP_2), PAIRS);
      IntVector ca = a.rearrange(DOWN_2).blend(c, PAIRS);
      IntVector db = b.rearrange(DOWN_2).blend(d, PAIRS);
      ac.blend(bd.rearrange(UP_1), ODD).intoArray(message, to);
      ac.rearrange(DOWN_1).blend(bd, ODD).intoArray(message, to + 16);
      ca.blend(db.rearrange(UP_1), ODD).intoArray(message, to + 32);
      ca.rearrange(DOWN_1).blend(db, ODD).intoArray(message, to + 48);
    }
  }

  private static void innerOf8(int[] message) {
    for (int to = 0; to < 128; to += 16) {
      IntVector a = IntVector.fromArray(SPECIES, message, to);
      IntVector b = IntVector.fromArray(SPECIES, message, to + 8);
      a.blend(b.rearrange(UP_1), ODD).intoArray(message, to);
      a.rearrange(DOWN_1).blend(b, ODD).intoArray(message, to + 8);
    }
  }

  private static IntVector load(byte[] bytes, int offset) {
    return ByteVector.fromArray(BYTES, bytes, offset).reinterpretAsInts();
  }

  /** Lane i takes what stood in lane i + distance, around the end. */
  private static VectorShuffle<Integer> shift(int distance) {
    return VectorShuffle.fromOp(SPECIES, i -> Math.floorMod(i + distance, LANES));
  }

  /** The lanes in the upper half of each square of twice the distance. */
  private static VectorMask<Integer> upper(int distance) {
    boolean[] set = new boolean[LANES];
    for (int i = 0; i < LANES; i++) {
      set[i] = (i & distance) != 0;
    }
    return VectorMask.fromArray(SPECIES, set, 0);
  }
}
