package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The name of a table in a warehouse; letters A to Z in lower case ({@code catalog.md}).
 *
 * @param schema the schema
 * @param table the table in it
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

  private static final int MAX_BYTES = 128;

  /**
   * Folds and checks both parts.
   *
   * @throws InvalidInput for a name that cannot be used
   */
  public TableName {
    schema = part("schema", schema);
    table = part("table", table);
  }

  /**
   * Reads {@code schema.table}.
   *
   * @throws InvalidInput if there are not two parts
   */
  public static TableName parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0 || text.indexOf('.', dot + 1) >= 0) {
      throw new InvalidInput("'" + text + "' is not a table name; expected schema.table");
    }
    return new TableName(text.substring(0, dot), text.substring(dot + 1));
  }

  /** Folds and checks the name of a schema or table; {@code what} says which, for the message. */
  static String part(String what, String name) {
    String folded = foldAscii(name);
    int bytes = folded.getBytes(StandardCharsets.UTF_8).length;
    if (bytes < 1 || bytes > MAX_BYTES || folded.startsWith("_")) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "'%s' is not a %s name: it has 1 to %d bytes and does not begin with '_'",
              name,
              what,
              MAX_BYTES));
    }
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (Character.isISOControl(c) || "/\\\"`".indexOf(c) >= 0 || isUnpaired(folded, i)) {
        throw new InvalidInput(
            String.format(
                Locale.ROOT,
                "'%s' is not a %s name: character %d (U+%04X) cannot be used",
                name,
                what,
                i + 1,
                (int) c));
      }
    }
    return folded;
  }

  private static boolean isUnpaired(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private static String foldAscii(String name) {
    StringBuilder folded = new StringBuilder(name);
    for (int i = 0; i < folded.length(); i++) {
      char c = folded.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        folded.setCharAt(i, (char) (c + ('a' - 'A')));
      }
    }
    return folded.toString();
  }

  @Override
  public int compareTo(TableName other) {
    int order = schema.compareTo(other.schema);
    return order != 0 ? order : table.compareTo(other.table);
  }

  @Override
  public String toString() {
    return schema + "." + table;
  }
}
