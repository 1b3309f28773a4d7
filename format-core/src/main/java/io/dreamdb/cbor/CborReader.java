package io.dreamdb.cbor;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one value in one pass and refuses every byte that {@link CborWriter} would not write. */
final class CborReader {

  private static final int INDEFINITE = 31;

  /** The integers that fit into a head's own byte: 0 to 23, then -1 to -24. */
  private static final CborInt[] SMALL = smallIntegers();

  private static final CborBool FALSE = new CborBool(false);
  private static final CborBool TRUE = new CborBool(true);
  private static final CborText EMPTY_TEXT = new CborText("");

  private final ByteBuffer bytes;
  private final int end;
  private final String what;
  private int at;
  private int depth;

  /** Items that enclosing arrays and maps still need; each takes at least one of the bytes left. */
  private int owed = 1;

  CborReader(ByteBuffer bytes, String what) {
    this.bytes = bytes.slice();
    this.end = bytes.remaining();
    this.what = what;
  }

  /** How many bytes were read. */
  int offset() {
    return at;
  }

  void expectEnd() {
    if (at < end) {
      throw refused(at, "expected the end, found " + (end - at) + " more bytes");
    }
  }

  CborValue read() {
    int start = at;
    int head = head();
    return switch (head >>> 5) {
      case 0 -> integer(start, head, false);
      case 1 -> integer(start, head, true);
      case 2 -> CborBytes.owning(take(length(start, head, "byte string")));
      case 3 -> text(start, head);
      case 4 -> array(start, head);
      case 5 -> map(start, head);
      case 6 -> throw refused(start, "expected a value without a tag, found a tag");
      default -> simple(start, head);
    };
  }

  private int head() {
    if (at == end) {
      throw refused(at, "expected a value, found the end");
    }
    owed--;
    return bytes.get(at++) & 0xff;
  }

  private CborValue integer(int start, int head, boolean negative) {
    int info = head & 0x1f;
    if (info < 24) {
      return SMALL[negative ? 24 + info : info];
    }
    long argument = argument(start, info, "integer");
    return new CborInt(negative ? -1 - argument : argument);
  }

  private CborValue text(int start, int head) {
    int length = length(start, head, "text");
    return length == 0 ? EMPTY_TEXT : new CborText(decoded(take(length)));
  }

  private CborValue array(int start, int head) {
    int size = claim(start, argument(start, head & 0x1f, "array"), 1, "array");
    enter(start);
    CborValue[] values = new CborValue[size];
    for (int i = 0; i < size; i++) {
      values[i] = read();
    }
    depth--;
    return CborArray.owning(values);
  }

  private CborValue map(int start, int head) {
    int size = claim(start, argument(start, head & 0x1f, "map"), 2, "map");
    enter(start);
    String[] keys = new String[size];
    CborValue[] values = new CborValue[size];
    byte @Nullable [] previous = null;
    for (int i = 0; i < size; i++) {
      int keyStart = at;
      byte[] key = key(keyStart);
      keys[i] = decoded(key);
      if (previous != null) {
        requireAscending(keyStart, previous, key);
      }
      previous = key;
      values[i] = read();
    }
    depth--;
    return CborMap.owning(keys, values);
  }

  private byte[] key(int start) {
    int head = head();
    if (head >>> 5 != 3) {
      throw refused(start, "expected a text as key, found " + kind(head));
    }
    return take(length(start, head, "text"));
  }

  private void requireAscending(int start, byte[] previous, byte[] key) {
    int order = previous.length - key.length;
    if (order == 0) {
      order = Arrays.compareUnsigned(previous, key);
    }
    if (order >= 0) {
      String found = new CborText(new String(key, StandardCharsets.UTF_8)).describe();
      throw refused(
          start,
          order == 0
              ? "expected each key once, found " + found + " again"
              : "expected keys in the order of their encodings, found "
                  + found
                  + " after "
                  + new CborText(new String(previous, StandardCharsets.UTF_8)).describe());
    }
  }

  private CborValue simple(int start, int head) {
    return switch (head) {
      case 0xf4 -> FALSE;
      case 0xf5 -> TRUE;
      case 0xf6 -> CborNull.NULL;
      default -> throw refused(start, "expected a value of the profile, found " + kind(head));
    };
  }

  /** What a head that cannot stand here begins. */
  private static String kind(int head) {
    return switch (head >>> 5) {
      case 0, 1 -> "an integer";
      case 2 -> "a byte string";
      case 3 -> "a text";
      case 4 -> "an array";
      case 5 -> "a map";
      case 6 -> "a tag";
      default ->
          switch (head) {
            case 0xf7 -> "undefined";
            case 0xf9, 0xfa, 0xfb -> "a float";
            case 0xff -> "a break";
            default -> "simple value or reserved head 0x" + Integer.toHexString(head);
          };
    };
  }

  /** The head's argument, which is not negative, in its shortest form. */
  private long argument(int start, int info, String kind) {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw refused(
          start,
          info == INDEFINITE
              ? "expected a definite length, found an indefinite " + kind
              : "expected the head of a value, found the reserved length code " + info);
    }
    int width = 1 << (info - 24);
    if (end - at < width) {
      throw refused(start, "expected a head of " + (1 + width) + " bytes, found the end");
    }
    long argument = wide(info);
    if (argument < 0) {
      throw refused(
          start,
          "expected at most 2^63-1, found " + kind + " of " + Long.toUnsignedString(argument));
    }
    if (argument < leastOf(info)) {
      throw refused(
          start,
          "expected the shortest form, found "
              + kind
              + " of "
              + argument
              + " in "
              + width
              + " bytes");
    }
    at += width;
    return argument;
  }

  private long wide(int info) {
    return switch (info) {
      case 24 -> bytes.get(at) & 0xffL;
      case 25 -> bytes.getShort(at) & 0xffffL;
      case 26 -> bytes.getInt(at) & 0xffff_ffffL;
      default -> bytes.getLong(at);
    };
  }

  /** The smallest argument that needs as many bytes as this code announces. */
  private static long leastOf(int info) {
    return switch (info) {
      case 24 -> 24;
      case 25 -> 1L << 8;
      case 26 -> 1L << 16;
      default -> 1L << 32;
    };
  }

  private int length(int start, int head, String kind) {
    long length = argument(start, head & 0x1f, kind);
    if (length > end - at - owed) {
      throw tooLong(start, kind + " of " + length + " bytes");
    }
    return (int) length;
  }

  /** Takes note of the items of an array or map, if the bytes left can hold them. */
  private int claim(int start, long size, int itemsEach, String kind) {
    if (size > (end - at - owed) / itemsEach) {
      throw tooLong(start, kind + " of " + size);
    }
    owed += (int) size * itemsEach;
    return (int) size;
  }

  private void enter(int start) {
    if (++depth > Cbor.MAX_DEPTH) {
      throw refused(
          start,
          "expected at most " + Cbor.MAX_DEPTH + " arrays and maps inside one another, found more");
    }
  }

  private byte[] take(int length) {
    byte[] taken = new byte[length];
    bytes.get(at, taken);
    at += length;
    return taken;
  }

  /** The text of bytes that were just taken. */
  private String decoded(byte[] utf8) {
    int malformed = Utf8.malformedAt(utf8, utf8.length);
    if (malformed >= 0) {
      int lead = utf8[malformed] & 0xff;
      throw refused(
          at - utf8.length + malformed,
          "expected valid UTF-8, found a malformed sequence from byte 0x"
              + Integer.toHexString(lead));
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private CorruptObject tooLong(int start, String found) {
    return refused(
        start,
        "expected what fits into the "
            + (end - at)
            + " bytes left, of which "
            + owed
            + " are needed after it, found "
            + found);
  }

  private CorruptObject refused(int offset, String reason) {
    return new CorruptObject(what + ": not deterministic CBOR at offset " + offset + ": " + reason);
  }

  private static CborInt[] smallIntegers() {
    CborInt[] integers = new CborInt[48];
    for (int i = 0; i < 24; i++) {
      integers[i] = new CborInt(i);
      integers[24 + i] = new CborInt(-1 - i);
    }
    return integers;
  }
}
