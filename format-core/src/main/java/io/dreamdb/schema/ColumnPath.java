package io.dreamdb.schema;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The name of a column, or of a field inside a struct column by the names on the way to it. Kept in
 * lower case. A path that was parsed knows where in the text it stood, for errors; equality looks
 * at the names only.
 */
public final class ColumnPath {

  private final List<String> names;
  private final @Nullable SourceText source;
  private final int offset;

  ColumnPath(List<String> names, @Nullable SourceText source, int offset) {
    if (names.isEmpty()) {
      throw new InvalidInput("column path without names");
    }
    this.names = names.stream().map(FieldName::fold).toList();
    this.source = source;
    this.offset = offset;
  }

  /** The path of these names, from the column inwards; a dot inside a name is part of it. */
  public static ColumnPath of(String... names) {
    return new ColumnPath(List.of(names), null, 0);
  }

  /** The names, from the column inwards. */
  public List<String> names() {
    return names;
  }

  /** The form in filters: names joined by dots, quoted where needed. */
  public String text() {
    return names.stream().map(FieldName::quoted).collect(Collectors.joining("."));
  }

  /** An error about this column, which points to it where it was parsed. */
  InvalidInput error(String message) {
    return source == null
        ? new InvalidInput("bad filter: " + message)
        : source.error(offset, message);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ColumnPath path && names.equals(path.names);
  }

  @Override
  public int hashCode() {
    return names.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }
}
