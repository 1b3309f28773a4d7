package io.dreamdb.store;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Names that no store may take as a key. */
final class HostileNames {

  private static final List<String> POISON =
      List.of(
          "..",
          ".",
          "",
          "%2e%2e",
          "..\\..",
          "a\0b",
          "a\nb",
          "UPPER",
          "a b",
          "\u212a",
          "e\u0301",
          "\uff0e\uff0e",
          "\u2025",
          "~root",
          "a:b",
          "a*b",
          "a?b",
          "$HOME",
          "+tmp",
          "a|b",
          "\ud83d\ude00",
          "x".repeat(256),
          "c:\\x",
          "a%00b",
          "a;b",
          "'",
          "\"",
          "<a>",
          "\u0000");

  private HostileNames() {}

  /** Different names, each with at least one poisoned segment. */
  static Set<String> generate(long seed, int count) {
    Random random = new Random(seed);
    Set<String> names = new LinkedHashSet<>();
    names.addAll(
        List.of("/etc/passwd", "../x", "a/../../x", "a//b", "a/", "/", "", "x/".repeat(300) + "x"));
    while (names.size() < count) {
      int segments = 1 + random.nextInt(5);
      int poisoned = random.nextInt(segments);
      StringBuilder name = new StringBuilder();
      for (int i = 0; i < segments; i++) {
        name.append(i == 0 ? "" : "/").append(i == poisoned ? poison(random) : word(random));
      }
      names.add(name.toString());
    }
    return names;
  }

  private static String poison(Random random) {
    String poison = POISON.get(random.nextInt(POISON.size()));
    boolean alone = poison.isEmpty() || poison.chars().allMatch(c -> c == '.');
    return alone ? poison : word(random) + poison + word(random);
  }

  /** A harmless segment. */
  static String word(Random random) {
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789._=-";
    StringBuilder word = new StringBuilder("w");
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(letters.charAt(random.nextInt(letters.length())));
    }
    return word.toString();
  }
}
