package io.dreamdb.cbor;

import java.util.Comparator;

/** UTF-8 as RFC 3629 has it: its well-formed bytes, its lengths and the order it gives to text. */
final class Utf8 {

  /** The order of the encodings of texts as CBOR: fewer bytes first, then the smaller byte. */
  static final Comparator<String> ORDER = Utf8::compare;

  private Utf8() {}

  /** The index of the first malformed sequence, or -1 if all bytes are well formed. */
  static int malformedAt(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      int sequence = bytes[at] >= 0 ? 1 : sequenceLength(bytes, at, length);
      if (sequence == 0) {
        return at;
      }
      at += sequence;
    }
    return -1;
  }

  /** The length of the sequence whose first byte is not ASCII, or 0 if it is malformed. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int lead = bytes[at] & 0xff;
    if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    if (lead < 0xe0) {
      return inRange(bytes, at + 1, end, 0x80, 0xbf) ? 2 : 0;
    }
    if (lead < 0xf0) {
      // The bounds keep out overlong forms (after E0) and surrogates (after ED).
      return inRange(bytes, at + 1, end, lead == 0xe0 ? 0xa0 : 0x80, lead == 0xed ? 0x9f : 0xbf)
              && inRange(bytes, at + 2, end, 0x80, 0xbf)
          ? 3
          : 0;
    }
    // The bounds keep out overlong forms (after F0) and what is above U+10FFFF (after F4).
    return inRange(bytes, at + 1, end, lead == 0xf0 ? 0x90 : 0x80, lead == 0xf4 ? 0x8f : 0xbf)
            && inRange(bytes, at + 2, end, 0x80, 0xbf)
            && inRange(bytes, at + 3, end, 0x80, 0xbf)
        ? 4
        : 0;
  }

  private static boolean inRange(byte[] bytes, int at, int end, int low, int high) {
    return at < end && (bytes[at] & 0xff) >= low && (bytes[at] & 0xff) <= high;
  }

  /** How many bytes the text takes; its surrogates are paired. */
  static long length(String text) {
    long bytes = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A surrogate is half of four bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** The index of the first surrogate without its pair, or -1 if there is none. */
  static int unpairedSurrogateAt(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean paired =
            Character.isHighSurrogate(text.charAt(i))
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return i;
        }
        i++;
      }
    }
    return -1;
  }

  private static int compare(String left, String right) {
    int byLength = Long.compare(length(left), length(right));
    if (byLength != 0) {
      return byLength;
    }
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Integer.compare(rank(l), rank(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** UTF-8 orders by code point: surrogates stand for the highest ones. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
