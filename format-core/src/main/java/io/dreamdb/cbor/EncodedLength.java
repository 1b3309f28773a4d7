package io.dreamdb.cbor;

/** How many bytes values take. */
final class EncodedLength {

  private EncodedLength() {}

  static long of(CborValue value) {
    if (value instanceof CborInt integer) {
      return ofHead(integer.value() < 0 ? -1 - integer.value() : integer.value());
    }
    if (value instanceof CborText text) {
      return ofText(text.value());
    }
    if (value instanceof CborBytes bytes) {
      return ofHead(bytes.length()) + bytes.length();
    }
    if (value instanceof CborArray array) {
      return ofArray(array);
    }
    return value instanceof CborMap map ? ofMap(map) : 1;
  }

  private static long ofText(String text) {
    long length = Utf8.length(text);
    return ofHead(length) + length;
  }

  private static long ofArray(CborArray array) {
    long length = ofHead(array.size());
    for (CborValue value : array.values()) {
      length += of(value);
    }
    return length;
  }

  private static long ofMap(CborMap map) {
    long length = ofHead(map.size());
    for (int i = 0; i < map.size(); i++) {
      length += ofText(map.key(i)) + of(map.value(i));
    }
    return length;
  }

  /** The bytes of a head with this argument, which is not negative. */
  private static int ofHead(long argument) {
    if (argument < 24) {
      return 1;
    }
    if (argument < 1 << 8) {
      return 2;
    }
    if (argument < 1 << 16) {
      return 3;
    }
    return argument < 1L << 32 ? 5 : 9;
  }
}
