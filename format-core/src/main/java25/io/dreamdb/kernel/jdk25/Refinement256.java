package io.dreamdb.kernel.jdk25;

import io.dreamdb.kernel.RefinementKernel;
import io.dreamdb.kernel.RefinementLoop;
import io.dreamdb.kernel.RefinementQuery;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products in lanes of 16 bits, from which shifts and masks take the elements: conversions between
 * widths are slower. For machines of 256 and of 512 bits.
 */
public final class Refinement256 implements RefinementLoop {
  private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_256;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;

  /** Elements whose products fit a lane of 16 bits: each 64 add at most 4 · 15 · 127. */
  private static final int FULL = 4 * 64;

  private final RefinementLoop twin;

  /** Loops that leave to the twin a buffer that is not whole floats. */
  public Refinement256(RefinementLoop twin) {
    this.twin = twin;
  }

  @Override
  public void dots(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int offsetBytes,
      int count,
      int[] out,
      int outOffset) {
    int codeBytes = RefinementKernel.codeBytes(query.dimension(), bits);
    MemorySegment segment = Rows.part(codes, offsetBytes, count * codeBytes);
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = dot(query, bits, segment, i * codeBytes);
    }
  }

  @Override
  public void dotsAt(
      RefinementQuery query,
      int bits,
      ByteBuffer codes,
      int[] offsetsBytes,
      int count,
      int[] out,
      int outOffset) {
    if (!Rows.isWhole(codes)) {
      twin.dotsAt(query, bits, codes, offsetsBytes, count, out, outOffset);
      return;
    }
    MemorySegment segment = Rows.all(codes);
    for (int i = 0; i < count; i++) {
      out[outOffset + i] = dot(query, bits, segment, offsetsBytes[i]);
    }
  }

  private static int dot(RefinementQuery query, int bits, MemorySegment segment, int at) {
    if (bits == 4) {
      return dotOfHalves(query.nibbles(), segment, at);
    }
    return dotOfBytes(query.bytePairs(), segment, at) + 128 * query.sum();
  }

  private static int dotOfHalves(short[] w, MemorySegment segment, int at) {
    IntVector sum = IntVector.zero(INTS);
    for (int first = 0; first < w.length; first += FULL) {
      int end = Math.min(w.length, first + FULL);
      ShortVector products = ShortVector.zero(SHORTS);
      for (int i = first; i < end; i += 64) {
        ShortVector four = load(segment, at + i / 2);
        ShortVector second = four.lanewise(VectorOperators.LSHR, 4).and((short) 15);
        ShortVector third = four.lanewise(VectorOperators.LSHR, 8).and((short) 15);
        ShortVector fourth = four.lanewise(VectorOperators.LSHR, 12);
        products =
            products
                .add(four.and((short) 15).mul(load(w, i)).add(second.mul(load(w, i + 16))))
                .add(third.mul(load(w, i + 32)).add(fourth.mul(load(w, i + 48))));
      }
      sum = sum.add(pairs(products));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  /** Of the codes less 128 each: two products then fit a lane. */
  private static int dotOfBytes(short[] w, MemorySegment segment, int at) {
    IntVector sum = IntVector.zero(INTS);
    for (int i = 0; i < w.length; i += 32) {
      ShortVector two = load(segment, at + i).lanewise(VectorOperators.XOR, (short) 0x8080);
      ShortVector even = two.lanewise(VectorOperators.LSHL, 8).lanewise(VectorOperators.ASHR, 8);
      ShortVector odd = two.lanewise(VectorOperators.ASHR, 8);
      sum = sum.add(pairs(even.mul(load(w, i)).add(odd.mul(load(w, i + 16)))));
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }

  private static IntVector pairs(ShortVector products) {
    IntVector both = products.reinterpretAsInts();
    IntVector low = both.lanewise(VectorOperators.LSHL, 16).lanewise(VectorOperators.ASHR, 16);
    return low.add(both.lanewise(VectorOperators.ASHR, 16));
  }

  private static ShortVector load(short[] values, int at) {
    return ShortVector.fromArray(SHORTS, values, at);
  }

  private static ShortVector load(MemorySegment segment, int at) {
    return ShortVector.fromMemorySegment(SHORTS, segment, at, ByteOrder.LITTLE_ENDIAN);
  }
}
