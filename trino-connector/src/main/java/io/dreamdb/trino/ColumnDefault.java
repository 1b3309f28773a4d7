package io.dreamdb.trino;

import io.dreamdb.schema.Column;
import io.dreamdb.schema.DecimalType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Literal;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Type;
import io.dreamdb.schema.Value;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The value of a column in rows that were written without it, in Trino's terms. */
final class ColumnDefault {

  /** Literals of SQL that filters write as plain numbers. */
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:DECIMAL|REAL|DOUBLE|BIGINT|INTEGER|SMALLINT|TINYINT)\\s*'([^']*)'",
          Pattern.CASE_INSENSITIVE);

  private ColumnDefault() {}

  /** One row of the column as those have it that were written without it. */
  static Block block(Field field, TypeMapping types) {
    return new ColumnBlocks(types).toBlock(Column.ofMissing(field, 1));
  }

  /** What SHOW CREATE TABLE shows, and INSERT takes where it leaves the column out. */
  static Optional<String> shown(Field field) {
    return Optional.ofNullable(field.defaultValue()).map(ColumnDefault::sql);
  }

  private static String sql(Value value) {
    String text = Literal.of(value).text();
    Type type = value.type();
    if (type instanceof DecimalType) {
      return "DECIMAL '" + text + "'";
    }
    if (type == PrimitiveType.FLOAT || type == PrimitiveType.DOUBLE) {
      return (type == PrimitiveType.FLOAT ? "REAL '" : "DOUBLE '") + value.value() + "'";
    }
    if (type == PrimitiveType.BIGINT) {
      return "BIGINT '" + text + "'";
    }
    return type == PrimitiveType.TIMESTAMP ? text.replace("Z'", " UTC'") : text;
  }

  /**
   * The field with the default that a statement gives it.
   *
   * @throws TrinoException if it is no literal of the field's type
   */
  static Field given(Field field, Optional<String> given) {
    if (given.isEmpty() || given.get().equalsIgnoreCase("null")) {
      return field;
    }
    Matcher number = NUMBER.matcher(given.get());
    String text = number.matches() && isFinite(number.group(1)) ? number.group(1) : given.get();
    try {
      return field.withDefault(
          Literal.parse(text.replaceFirst("(?i)^REAL ", "DOUBLE ")).as(field.type()));
    } catch (io.dreamdb.InvalidInput e) {
      throw new TrinoException(
          StandardErrorCode.NOT_SUPPORTED,
          "Column '"
              + field.name()
              + "' with DEFAULT "
              + given.get()
              + ": expected a literal of its type ("
              + e.getMessage()
              + ")",
          e);
    }
  }

  private static boolean isFinite(String number) {
    return number.matches("[-+0-9.eE]+");
  }
}
