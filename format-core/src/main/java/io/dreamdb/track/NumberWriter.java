package io.dreamdb.track;

import java.util.Arrays;

/** Writes unsigned LEB128 numbers below 2⁶³ in their shortest form. One thread. */
final class NumberWriter {

  private static final int MAX_NUMBER_BYTES = 9;

  private byte[] bytes = new byte[64];
  private int length;

  void add(long value) {
    if (length + MAX_NUMBER_BYTES > bytes.length) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    long rest = value;
    while (rest > 0x7f) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }
}
