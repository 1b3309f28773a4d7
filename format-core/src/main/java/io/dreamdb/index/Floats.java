package io.dreamdb.index;

import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborItem;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Vectors in byte strings: binary32, little-endian. */
final class Floats {

  private Floats() {}

  static CborBytes encode(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return CborBytes.copyOf(bytes);
  }

  /** Reads a byte string of exactly so many finite numbers. */
  static float[] decode(CborItem item, long count) {
    if (item.bytes().length() != count * Float.BYTES) {
      throw item.expected(count * Float.BYTES + " bytes");
    }
    float[] values = new float[(int) count];
    item.bytes().view().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    if (firstNotFinite(values) >= 0) {
      throw item.expected("finite numbers");
    }
    return values;
  }

  /** The index of the first NaN or infinity, or -1. */
  static int firstNotFinite(float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }
}
