package io.dreamdb.dataset;

import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectId;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Keys and locations in the catalog ({@code catalog.md}). */
final class CatalogKeys {

  static final int SUFFIX_LENGTH = 8;

  private static final int MAX_NAME_CHARS = 100;
  private static final Pattern LOCATION =
      Pattern.compile("[a-z0-9_=]{1,100}/[a-z0-9_=]{1,100}-[a-z2-7]{8}");

  private CatalogKeys() {}

  static TreeKey schema(String schema) {
    return key(schema);
  }

  static TreeKey live(TableName name) {
    return key(name.schema() + "\0" + name.table());
  }

  static TreeKey hidden(TableName name, String suffix) {
    return key(name.schema() + "\0" + name.table() + "\0" + suffix);
  }

  /** The first key after all of a schema's tables. */
  static TreeKey after(String schema) {
    return key(schema + "\u0001");
  }

  /** The first key after all that a table's name has, live and hidden. */
  static TreeKey after(TableName name) {
    return key(name.schema() + "\0" + name.table() + "\u0001");
  }

  /** The parts of a key: a schema, a table where there is one, a suffix where there is one. */
  static String[] parts(TreeKey key) {
    return new String(key.toBytes(), StandardCharsets.UTF_8).split("\0", -1);
  }

  /**
   * Where the space of a new table lies.
   *
   * @param id its genesis, or, of one that keeps that of another, any random one
   */
  static String location(TableName name, ObjectId id) {
    return written(name.schema())
        + "/"
        + written(name.table())
        + "-"
        + id.toString().substring(2, 2 + SUFFIX_LENGTH);
  }

  static boolean isLocation(String text) {
    return LOCATION.matcher(text).matches();
  }

  private static String written(String name) {
    StringBuilder written = new StringBuilder();
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      boolean plain = b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '_';
      String piece =
          plain ? String.valueOf((char) b) : String.format(Locale.ROOT, "=%02x", b & 0xff);
      if (written.length() + piece.length() > MAX_NAME_CHARS) {
        break;
      }
      written.append(piece);
    }
    return written.toString();
  }

  private static TreeKey key(String text) {
    return TreeKey.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
