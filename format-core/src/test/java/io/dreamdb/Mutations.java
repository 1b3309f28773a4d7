package io.dreamdb;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBool;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborNull;
import io.dreamdb.cbor.CborPrefix;
import io.dreamdb.cbor.CborText;
import io.dreamdb.cbor.CborValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Makes inputs that are wrong in a few places out of golden objects: their bytes are changed, or,
 * where they begin with CBOR, the values in it, which then is well-formed.
 */
final class Mutations {

  private static final int[] BYTES = {
    0, 1, 0x17, 0x18, 0x1b, 0x3b, 0x5a, 0x5b, 0x7b, 0x7f, 0x80, 0x9b, 0x9f, 0xa0, 0xbb, 0xbf, 0xc2,
    0xf6, 0xf7, 0xfb, 0xff
  };
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    32,
    33,
    64,
    127,
    128,
    255,
    256,
    1_000,
    1 << 14,
    1 << 16,
    1 << 24,
    (1 << 24) + 1,
    Integer.MAX_VALUE - 8,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    1L << 41,
    5L << 30,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final List<String> TEXTS =
      List.of("", "main", "ü", "..", "manifest", "page", "l2", "live", "a/b", "x".repeat(4_100));
  private static final int MOST_BYTES = 1 << 16;

  private final SplittableRandom random;

  Mutations(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** An input that stems from a golden object, sometimes with a part of another one. */
  byte[] next(byte[] golden, byte[] other) {
    byte[] bytes = golden;
    if (random.nextInt(2) == 0) {
      bytes = changedValue(bytes);
      if (random.nextInt(4) > 0) {
        return bytes;
      }
    }
    for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
      bytes = changedBytes(bytes, other);
    }
    return bytes;
  }

  // --- bytes

  private byte[] changedBytes(byte[] bytes, byte[] other) {
    if (bytes.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, random.nextInt(1, 17));
    return switch (random.nextInt(9)) {
      case 0 -> with(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(Byte.SIZE)));
      case 1 -> with(bytes, at, (byte) BYTES[random.nextInt(BYTES.length)]);
      case 2 -> with(bytes, at, (byte) random.nextInt());
      case 3 -> joined(bytes, at, new byte[0], at + length);
      case 4 -> joined(bytes, at, Arrays.copyOfRange(bytes, at, at + length), at);
      case 5 -> Arrays.copyOf(bytes, at);
      case 6 -> joined(bytes, at, randomBytes(random.nextInt(1, 9)), at);
      case 7 -> number(bytes, at);
      default -> joined(bytes, at, part(other), Math.min(bytes.length, at + length));
    };
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    changed[at] = value;
    return changed;
  }

  /** The bytes with those from {@code at} to {@code end} replaced. */
  private static byte[] joined(byte[] bytes, int at, byte[] middle, int end) {
    byte[] joined = new byte[Math.min(MOST_BYTES, at + middle.length + bytes.length - end)];
    ByteBuffer target = ByteBuffer.wrap(joined);
    for (ByteBuffer piece :
        List.of(
            ByteBuffer.wrap(bytes, 0, at),
            ByteBuffer.wrap(middle),
            ByteBuffer.wrap(bytes, end, bytes.length - end))) {
      piece.limit(piece.position() + Math.min(piece.remaining(), target.remaining()));
      target.put(piece);
    }
    return joined;
  }

  private byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private byte[] part(byte[] other) {
    int from = random.nextInt(other.length);
    return Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(1, 65)));
  }

  /** Puts a number of four or eight bytes in either order. */
  private byte[] number(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    ByteBuffer target = ByteBuffer.wrap(changed);
    target.order(random.nextBoolean() ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    if (at + Long.BYTES <= bytes.length && random.nextBoolean()) {
      target.putLong(at, number);
    } else if (at + Integer.BYTES <= bytes.length) {
      target.putInt(at, (int) number);
    }
    return changed;
  }

  // --- values

  /** The bytes with one or two values changed in the CBOR that they begin with. */
  private byte[] changedValue(byte[] bytes) {
    CborPrefix prefix;
    try {
      prefix = Cbor.decodePrefix(ByteBuffer.wrap(bytes), "golden");
    } catch (CorruptObject notCbor) {
      return bytes;
    }
    CborValue value = prefix.value();
    for (int changes = random.nextInt(1, 3); changes > 0; changes--) {
      value = changed(value, 0);
    }
    byte[] encoded;
    try {
      encoded = Cbor.encode(value);
    } catch (RuntimeException tooDeep) {
      return bytes;
    }
    byte[] rest = Arrays.copyOfRange(bytes, prefix.lengthBytes(), bytes.length);
    int padding = prefix.lengthBytes() - encoded.length;
    if (rest.length > 0 && padding > 0) {
      encoded = Arrays.copyOf(encoded, prefix.lengthBytes()); // zeros fill up a header
    } else if (rest.length > -padding && padding < 0) {
      rest = Arrays.copyOfRange(rest, -padding, rest.length);
    }
    return joined(encoded, encoded.length, rest, encoded.length);
  }

  private CborValue changed(CborValue value, int depth) {
    boolean inside = depth == 0 || random.nextInt(4) > 0;
    if (inside && value instanceof CborMap map && map.size() > 0) {
      return changedMap(map, depth);
    }
    if (inside && value instanceof CborArray array && array.size() > 0) {
      return changedArray(array, depth);
    }
    return switch (random.nextInt(8)) {
      case 0 -> CborNull.NULL;
      case 1 -> CborArray.of(value);
      case 2 -> leaf();
      default -> near(value);
    };
  }

  private CborValue changedMap(CborMap map, int depth) {
    TreeMap<String, CborValue> fields = new TreeMap<>();
    map.forEach(fields::put);
    String key = map.keys().get(random.nextInt(map.size()));
    CborValue old = map.get(key).orElseThrow();
    switch (random.nextInt(8)) {
      case 0 -> fields.remove(key);
      case 1 -> fields.put(TEXTS.get(random.nextInt(TEXTS.size())), leaf());
      case 2 -> fields.put(key, map.get(map.keys().get(random.nextInt(map.size()))).orElseThrow());
      default -> fields.put(key, changed(old, depth + 1));
    }
    CborMap.Builder builder = CborMap.builder();
    fields.forEach(builder::put);
    return builder.build();
  }

  private CborValue changedArray(CborArray array, int depth) {
    List<CborValue> values = new ArrayList<>(array.values());
    int index = random.nextInt(values.size());
    int second = random.nextInt(values.size());
    switch (random.nextInt(8)) {
      case 0 -> values.remove(index);
      case 1 -> values.add(index, values.get(second));
      case 2 -> {
        CborValue moved = values.get(index);
        values.set(index, values.get(second));
        values.set(second, moved);
      }
      default -> values.set(index, changed(values.get(index), depth + 1));
    }
    return CborArray.of(values);
  }

  /** A value of the same type, of another by chance. */
  private CborValue near(CborValue value) {
    if (value instanceof CborInt number && random.nextInt(3) == 0) {
      return new CborInt(number.value() + random.nextInt(-2, 3));
    }
    if (value instanceof CborInt) {
      return new CborInt(NUMBERS[random.nextInt(NUMBERS.length)]);
    }
    if (value instanceof CborBytes bytes) {
      return CborBytes.copyOf(changedBytes(bytes.toArray(), new byte[] {0x1e}));
    }
    if (value instanceof CborText text && random.nextBoolean()) {
      return new CborText(text.value() + (char) random.nextInt(1, 0x250));
    }
    return leaf();
  }

  private CborValue leaf() {
    return switch (random.nextInt(7)) {
      case 0 -> CborNull.NULL;
      case 1 -> new CborBool(random.nextBoolean());
      case 2 -> new CborText(TEXTS.get(random.nextInt(TEXTS.size())));
      case 3 -> CborBytes.copyOf(randomBytes(random.nextInt(40)));
      case 4 -> random.nextBoolean() ? CborMap.EMPTY : CborArray.EMPTY;
      default -> new CborInt(NUMBERS[random.nextInt(NUMBERS.length)]);
    };
  }
}
