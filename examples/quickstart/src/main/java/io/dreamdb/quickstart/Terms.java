package io.dreamdb.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The terms of a text: words of at least two letters or digits, in lower case. A word in camel case
 * counts as its parts and as a whole: {@code ConcurrentHashMap} is {@code concurrent, hash, map,
 * concurrenthashmap}. A single {@code s} at the end is dropped, so that most plurals are their
 * singular.
 */
final class Terms {

  private static final int SHORTEST = 2;

  private final String text;
  private final List<String> found = new ArrayList<>();

  private Terms(String text) {
    this.text = text;
  }

  static List<String> of(String text) {
    return new Terms(text).split();
  }

  private List<String> split() {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !Character.isLetterOrDigit(text.charAt(i))) {
        word(start, i);
        start = i + 1;
      }
    }
    return found;
  }

  private void word(int start, int end) {
    int from = start;
    for (int i = start + 1; i < end; i++) {
      if (beginsPart(i, end)) {
        add(from, i);
        from = i;
      }
    }
    if (from > start) {
      add(from, end);
    }
    add(start, end);
  }

  /** At {@code hash|Map}, and at {@code HTTP|Client}. */
  private boolean beginsPart(int i, int end) {
    boolean isUpper = Character.isUpperCase(text.charAt(i));
    boolean afterUpper = Character.isUpperCase(text.charAt(i - 1));
    boolean beforeLower = i + 1 < end && Character.isLowerCase(text.charAt(i + 1));
    return isUpper && (!afterUpper || beforeLower);
  }

  private void add(int from, int to) {
    if (to - from >= SHORTEST) {
      found.add(withoutPlural(text.substring(from, to).toLowerCase(Locale.ROOT)));
    }
  }

  private static String withoutPlural(String word) {
    boolean isPlural = word.length() > 3 && word.endsWith("s") && !word.endsWith("ss");
    return isPlural ? word.substring(0, word.length() - 1) : word;
  }
}
