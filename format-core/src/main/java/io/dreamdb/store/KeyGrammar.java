package io.dreamdb.store;

import io.dreamdb.InvalidInput;
import java.util.Locale;

/** The rules of {@link StoreKey} and of list prefixes, in one place. */
final class KeyGrammar {

  static final int MAX_KEY_CHARS = 512;

  /** What a file name can hold on the file systems in use. */
  static final int MAX_SEGMENT_CHARS = 255;

  private static final String REFS = "refs";
  private static final String GC = "gc";
  private static final String GC_ROOT = "gc/root";

  private KeyGrammar() {}

  static void requireKey(String text) {
    requireLength(text, "key");
    int start = 0;
    for (int slash = text.indexOf('/'); slash >= 0; slash = text.indexOf('/', start)) {
      requireSegment(text, text.substring(start, slash));
      start = slash + 1;
    }
    requireSegment(text, text.substring(start));
  }

  /** A prefix is a key cut anywhere, or empty. */
  static void requirePrefix(String text, String what) {
    requireLength(text, what);
    if (text.isEmpty()) {
      return;
    }
    String whole = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    int start = 0;
    for (int slash = whole.indexOf('/'); slash >= 0; slash = whole.indexOf('/', start)) {
      requireSegment(text, whole.substring(start, slash));
      start = slash + 1;
    }
    String last = whole.substring(start);
    // A cut may leave '.' of '.hidden'; as a folder it is refused like in a key.
    if (text.endsWith("/") || !(last.equals(".") || last.equals(".."))) {
      requireSegment(text, last);
    }
  }

  static boolean isRegister(String text) {
    return text.equals(GC_ROOT)
        || (text.startsWith(REFS + "/")
            && text.length() > REFS.length() + 1
            && text.indexOf('/', REFS.length() + 1) < 0);
  }

  static boolean isReservedForRegisters(String key) {
    return key.equals(REFS)
        || key.equals(GC)
        || key.startsWith(REFS + "/")
        || key.startsWith(GC + "/");
  }

  static boolean isSegment(String name) {
    if (name.isEmpty() || name.length() > MAX_SEGMENT_CHARS) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isAllowed(name.charAt(i))) {
        return false;
      }
    }
    return !name.equals(".") && !name.equals("..");
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= '0' && c <= '9')
        || c == '.'
        || c == '_'
        || c == '='
        || c == '-';
  }

  private static void requireLength(String text, String what) {
    if (text.length() > MAX_KEY_CHARS) {
      throw new InvalidInput(
          what
              + " of "
              + text.length()
              + " characters, at most "
              + MAX_KEY_CHARS
              + " are allowed: '"
              + printable(text.substring(0, 64))
              + "...'");
    }
  }

  private static void requireSegment(String text, String segment) {
    if (!isSegment(segment)) {
      throw new InvalidInput(
          "key '"
              + printable(text)
              + "' has the segment '"
              + printable(segment)
              + "': expected 1 to "
              + MAX_SEGMENT_CHARS
              + " characters of [a-z0-9._=-], and not '.' or '..'");
    }
  }

  /** Hostile names end up in logs: nothing but printable ASCII passes as it is. */
  private static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c <= '~') {
        out.append(c);
      } else {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return out.toString();
  }
}
