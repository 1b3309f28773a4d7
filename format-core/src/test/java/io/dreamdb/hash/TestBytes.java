package io.dreamdb.hash;

import java.util.Random;

/** Bytes to hash, and two foreign implementations to hash them with. */
final class TestBytes {

  private TestBytes() {}

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** The input of the official test vectors: 0, 1, … 250, 0, 1, … */
  static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i % 251);
    }
    return bytes;
  }

  static byte[] hashByCommonsCodec(byte[] bytes) {
    return org.apache.commons.codec.digest.Blake3.hash(bytes);
  }

  static byte[] hashByRctcwyvrn(byte[] bytes) {
    var hasher = io.github.rctcwyvrn.blake3.Blake3.newInstance();
    hasher.update(bytes);
    return hasher.digest();
  }
}
