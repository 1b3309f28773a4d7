package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The grammar of field names.
 *
 * <p>A name is 1 to 255 code points of printable Unicode: no control characters, line or paragraph
 * separators, noncharacters or lone surrogates. It is stored in lower case by the rules of no
 * particular language, and so compared without case. The name of a column, but not of a field
 * inside a struct, must not begin with {@code _} or {@code $}: those belong to hidden columns and
 * metadata tables.
 */
final class FieldName {

  private static final int MAX_CODE_POINTS = 255;
  private static final Pattern BARE = Pattern.compile("[a-z_][a-z0-9_]*");

  /** Words that must be quoted to be names; kept in step with docs/guide/filter.md. */
  static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "between", "is", "null", "like", "true", "false");

  private FieldName() {}

  /** The stored form of a name; refuses what is outside the grammar of nested fields. */
  static String parse(String name) {
    requirePrintable("field name", name);
    String folded = fold(name);
    requirePrintable("field name in lower case", folded);
    return folded;
  }

  static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  static void requireColumn(String folded) {
    if (folded.startsWith("_") || folded.startsWith("$")) {
      throw new InvalidInput(
          "column name '"
              + folded
              + "' begins with "
              + folded.charAt(0)
              + ", which is kept for hidden columns: choose another name");
    }
  }

  static void requirePrintable(String what, String name) {
    int length = name.codePointCount(0, name.length());
    if (length < 1 || length > MAX_CODE_POINTS) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%s '%s' has %d characters: expected 1 to %d",
              what,
              SourceText.abridged(name),
              length,
              MAX_CODE_POINTS));
    }
    name.codePoints()
        .filter(codePoint -> !printable(codePoint))
        .findFirst()
        .ifPresent(codePoint -> {
          throw new InvalidInput(
              String.format(
                  Locale.ROOT,
                  "%s '%s' holds U+%04X: expected printable characters only",
                  what,
                  SourceText.abridged(name),
                  codePoint));
        });
  }

  private static boolean printable(int codePoint) {
    boolean noncharacter =
        (codePoint & 0xFFFE) == 0xFFFE || (codePoint >= 0xFDD0 && codePoint <= 0xFDEF);
    boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
    boolean separator = codePoint == 0x2028 || codePoint == 0x2029;
    return !Character.isISOControl(codePoint) && !noncharacter && !surrogate && !separator;
  }

  /** The name as it is written in texts: bare where that reads back, else in double quotes. */
  static String quoted(String folded) {
    if (BARE.matcher(folded).matches() && !RESERVED.contains(folded)) {
      return folded;
    }
    return '"' + folded.replace("\"", "\"\"") + '"';
  }
}
