package io.dreamdb.cbor;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Arbitrary values of the profile, with lengths on both sides of the places where heads grow. They
 * are drawn straight from the random source: composed of jqwik's recursive generators the same
 * trees take minutes.
 */
final class CborTrees {

  private static final int[] LENGTHS = {0, 1, 2, 3, 5, 8, 22, 23, 24, 25, 100, 254, 255, 256, 300};
  private static final int FEW = 6;
  private static final int NESTED = 4;

  private CborTrees() {}

  static Arbitrary<CborValue> values() {
    return Arbitraries.randomValue(random -> value(random, NESTED));
  }

  static Arbitrary<String> texts() {
    return Arbitraries.randomValue(CborTrees::text);
  }

  static CborValue value(Random random) {
    return value(random, NESTED);
  }

  static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int bits = random.nextInt(3) == 0 ? 21 : 7;
    for (int left = length(random, LENGTHS.length); left > 0; left--) {
      text.appendCodePoint(codePoint(random, bits));
    }
    return text.toString();
  }

  private static int codePoint(Random random, int mostBits) {
    // A random width first: evenly drawn code points would nearly all take four bytes.
    int codePoint = random.nextInt(1 << (7 + random.nextInt(mostBits - 6)));
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    return surrogate || codePoint > Character.MAX_CODE_POINT ? 'x' : codePoint;
  }

  private static int length(Random random, int most) {
    return LENGTHS[random.nextInt(random.nextInt(4) == 0 ? most : FEW)];
  }

  private static CborValue value(Random random, int nested) {
    return switch (random.nextInt(nested == 0 ? 5 : 9)) {
      case 0 -> new CborInt(random.nextLong() >> random.nextInt(64));
      case 1 -> new CborText(text(random));
      case 2 -> bytes(random);
      case 3 -> new CborBool(random.nextBoolean());
      case 4 -> CborNull.NULL;
      case 5, 6 -> array(random, nested - 1);
      default -> map(random, nested - 1);
    };
  }

  private static CborBytes bytes(Random random) {
    byte[] bytes = new byte[length(random, LENGTHS.length)];
    random.nextBytes(bytes);
    return CborBytes.copyOf(bytes);
  }

  private static CborArray array(Random random, int nested) {
    List<CborValue> values = new ArrayList<>();
    for (int left = size(random, nested); left > 0; left--) {
      values.add(value(random, nested));
    }
    return CborArray.of(values);
  }

  private static CborMap map(Random random, int nested) {
    CborMap.Builder map = CborMap.builder();
    List<String> keys = new ArrayList<>();
    for (int left = size(random, nested); left > 0; left--) {
      keys.add(text(random));
    }
    keys.stream().distinct().forEach(key -> map.put(key, value(random, nested)));
    return map.build();
  }

  /** Long containers at the bottom only, so that a tree stays small. */
  private static int size(Random random, int nested) {
    return nested == 0 ? length(random, LENGTHS.length) : random.nextInt(5);
  }
}
