package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import java.util.function.Function;

/** Reads unsigned LEB128 numbers below 2⁶³, each in its shortest form. One thread. */
final class NumberReader {

  private final byte[] bytes;
  private final Function<String, CorruptObject> fault;
  private int at;

  /** Reads bytes; {@code fault} makes the failure from what was expected. */
  NumberReader(byte[] bytes, Function<String, CorruptObject> fault) {
    this.bytes = bytes;
    this.fault = fault;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /** Index of the byte that is read next. */
  int position() {
    return at;
  }

  /** The failure that something else was expected. */
  CorruptObject expected(String what) {
    return fault.apply(what);
  }

  long next() {
    int start = at;
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      if (at == bytes.length) {
        throw fault.apply("a whole number at byte " + start);
      }
      byte piece = bytes[at++];
      value |= (long) (piece & 0x7f) << shift;
      if (piece >= 0) {
        if (piece == 0 && shift > 0) {
          throw fault.apply("the shortest form of the number at byte " + start);
        }
        return value;
      }
    }
    throw fault.apply("a number below 2^63 at byte " + start);
  }
}
