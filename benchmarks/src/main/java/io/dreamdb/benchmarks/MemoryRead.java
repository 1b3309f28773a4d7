package io.dreamdb.benchmarks;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Reads memory as fast as one core can and does nothing else: the limit of every loop over it. The
 * bytes are combined by xor, with four sums so that none waits for another. A loop for each kind of
 * memory, because a loop that has met two kinds is compiled for neither.
 */
final class MemoryRead {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final int PIECE_BYTES = 256 << 10;
  private static final VectorOperators.Associative XOR = VectorOperators.XOR;

  private MemoryRead() {}

  /** Reads all floats but a rest below 4 vectors. */
  static long of(float[] floats) {
    int result = 0;
    int piece = PIECE_BYTES / Float.BYTES;
    for (int at = 0; at < floats.length; at += piece) {
      result ^= piece(floats, at, Math.min(floats.length, at + piece));
    }
    return result;
  }

  private static int piece(float[] floats, int from, int to) {
    int lanes = FLOATS.length();
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (int i = from; i + 4 * lanes <= to; i += 4 * lanes) {
      a = a.lanewise(XOR, FloatVector.fromArray(FLOATS, floats, i).reinterpretAsInts());
      b = b.lanewise(XOR, FloatVector.fromArray(FLOATS, floats, i + lanes).reinterpretAsInts());
      c = c.lanewise(XOR, FloatVector.fromArray(FLOATS, floats, i + 2 * lanes).reinterpretAsInts());
      d = d.lanewise(XOR, FloatVector.fromArray(FLOATS, floats, i + 3 * lanes).reinterpretAsInts());
    }
    return a.lanewise(XOR, b).lanewise(XOR, c).lanewise(XOR, d).reduceLanes(XOR);
  }

  /** The same with one sum, which some processors read ahead better for. */
  static long inOneSum(float[] floats) {
    int result = 0;
    int piece = PIECE_BYTES / Float.BYTES;
    for (int at = 0; at < floats.length; at += piece) {
      result ^= pieceInOneSum(floats, at, Math.min(floats.length, at + piece));
    }
    return result;
  }

  private static int pieceInOneSum(float[] floats, int from, int to) {
    int lanes = FLOATS.length();
    IntVector sum = IntVector.zero(INTS);
    for (int i = from; i + lanes <= to; i += lanes) {
      sum = sum.lanewise(XOR, FloatVector.fromArray(FLOATS, floats, i).reinterpretAsInts());
    }
    return sum.reduceLanes(XOR);
  }

  /** Reads all bytes but a rest below 4 vectors. */
  static long of(byte[] bytes) {
    int result = 0;
    for (int at = 0; at < bytes.length; at += PIECE_BYTES) {
      result ^= piece(bytes, at, Math.min(bytes.length, at + PIECE_BYTES));
    }
    return result;
  }

  private static int piece(byte[] bytes, int from, int to) {
    int lanes = BYTES.length();
    ByteVector a = ByteVector.zero(BYTES);
    ByteVector b = a;
    ByteVector c = a;
    ByteVector d = a;
    for (int i = from; i + 4 * lanes <= to; i += 4 * lanes) {
      a = a.lanewise(XOR, ByteVector.fromArray(BYTES, bytes, i));
      b = b.lanewise(XOR, ByteVector.fromArray(BYTES, bytes, i + lanes));
      c = c.lanewise(XOR, ByteVector.fromArray(BYTES, bytes, i + 2 * lanes));
      d = d.lanewise(XOR, ByteVector.fromArray(BYTES, bytes, i + 3 * lanes));
    }
    return a.lanewise(XOR, b).lanewise(XOR, c).lanewise(XOR, d).reduceLanes(XOR);
  }

  /** Reads all of a mapped buffer but a rest below 4 vectors. */
  static long of(ByteBuffer mapped) {
    MemorySegment segment = MemorySegment.ofBuffer(mapped);
    int result = 0;
    for (long at = 0; at < segment.byteSize(); at += PIECE_BYTES) {
      result ^= piece(segment, at, Math.min(segment.byteSize(), at + PIECE_BYTES));
    }
    return result;
  }

  private static int piece(MemorySegment segment, long from, long to) {
    int bytes = INTS.vectorByteSize();
    IntVector a = IntVector.zero(INTS);
    IntVector b = a;
    IntVector c = a;
    IntVector d = a;
    for (long i = from; i + 4L * bytes <= to; i += 4L * bytes) {
      a = a.lanewise(XOR, load(segment, i));
      b = b.lanewise(XOR, load(segment, i + bytes));
      c = c.lanewise(XOR, load(segment, i + 2L * bytes));
      d = d.lanewise(XOR, load(segment, i + 3L * bytes));
    }
    return a.lanewise(XOR, b).lanewise(XOR, c).lanewise(XOR, d).reduceLanes(XOR);
  }

  /** The same with one sum, which some processors read ahead better for. */
  static long inOneSum(ByteBuffer mapped) {
    MemorySegment segment = MemorySegment.ofBuffer(mapped);
    int result = 0;
    for (long at = 0; at < segment.byteSize(); at += PIECE_BYTES) {
      result ^= pieceInOneSum(segment, at, Math.min(segment.byteSize(), at + PIECE_BYTES));
    }
    return result;
  }

  private static int pieceInOneSum(MemorySegment segment, long from, long to) {
    int bytes = INTS.vectorByteSize();
    IntVector sum = IntVector.zero(INTS);
    for (long i = from; i + bytes <= to; i += bytes) {
      sum = sum.lanewise(XOR, load(segment, i));
    }
    return sum.reduceLanes(XOR);
  }

  private static IntVector load(MemorySegment segment, long offset) {
    return IntVector.fromMemorySegment(INTS, segment, offset, ByteOrder.LITTLE_ENDIAN);
  }
}
