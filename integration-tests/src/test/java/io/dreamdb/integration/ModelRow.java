package io.dreamdb.integration;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A row of the random histories.
 *
 * @param x the first element of its vector, of which the second is {@code -x}; null if it has none
 */
record ModelRow(long id, @Nullable String name, @Nullable Integer n, @Nullable Float x) {

  private static final List<String> NAMES =
      List.of("ada", "Ärger", "bob", "böse", "", "zoë 😀", "Zürich", "über", "o'neil");

  static ModelRow random(long id, Random random) {
    return new ModelRow(
        id,
        random.nextInt(5) == 0 ? null : NAMES.get(random.nextInt(NAMES.size())),
        random.nextInt(5) == 0 ? null : random.nextInt(-20, 20),
        random.nextInt(5) == 0 ? null : random.nextInt(-8, 8) / 4f);
  }

  /** Its values as both engines give them. */
  List<String> texts() {
    return List.of(
        String.valueOf(id),
        Values.text(name),
        Values.text(n),
        x == null ? "NULL" : "[" + Values.real(x) + ", " + Values.real(-x) + "]");
  }

  String sparkValues() {
    return values(x == null ? "NULL" : "array(" + x + "F, " + -x + "F)", "STRING", "ARRAY<FLOAT>");
  }

  String trinoValues() {
    return values(
        x == null ? "NULL" : "ARRAY[REAL '" + x + "', REAL '" + -x + "']",
        "VARCHAR",
        "ARRAY(REAL)");
  }

  private String values(String vector, String string, String array) {
    String text = name == null ? "NULL" : "'" + name.replace("'", "''") + "'";
    return "("
        + id
        + ", CAST("
        + text
        + " AS "
        + string
        + "), CAST("
        + n
        + " AS INT), CAST("
        + vector
        + " AS "
        + array
        + "))";
  }
}
