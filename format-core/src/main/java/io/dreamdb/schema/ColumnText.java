package io.dreamdb.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes of columns as people write them on a command line.
 *
 * <pre>
 * add    = path type [ "not" "null" ] [ "default" literal ] [ "comment" string ] ;
 * rename = path "=" name ;
 * widen  = path "=" type ;
 * move   = path ( "first" | "after" name ) ;
 * path   = name { "." name } ;
 * </pre>
 *
 * Names, literals and strings are those of the filter grammar, types those of {@link Type#text}.
 * Each method throws {@link io.dreamdb.InvalidInput} with the position of what is wrong.
 */
public final class ColumnText {

  private final TokenReader tokens;

  private ColumnText(String what, String text) {
    this.tokens = new TokenReader(new SourceText(what, text));
  }

  /**
   * A field to be added.
   *
   * @param parent the struct that it is added to; empty: it is a column
   */
  public record Added(Optional<ColumnPath> parent, Field field) {}

  /** A field and its new name. */
  public record Renamed(ColumnPath path, String name) {}

  /** A field and its new type. */
  public record Widened(ColumnPath path, Type type) {}

  /**
   * A field and its new place.
   *
   * @param after the sibling before it; empty: it becomes the first
   */
  public record Moved(ColumnPath path, Optional<String> after) {}

  /** Reads the path of a column or of a field inside one. */
  public static ColumnPath path(String text) {
    ColumnText reader = new ColumnText("column", text);
    return reader.ended(reader.path());
  }

  /** Reads a field to be added, with ids from {@code ids}. */
  public static Added added(String text, FieldIds ids) {
    ColumnText reader = new ColumnText("column", text);
    return reader.ended(reader.added(ids));
  }

  private Added added(FieldIds ids) {
    Token at = tokens.peek();
    List<String> names = path().names();
    String name = names.get(names.size() - 1);
    int id = ids.next();
    Type type = TypeParser.type(tokens, ids);
    boolean required = tokens.takeWord("not");
    if (required) {
      tokens.requireWord("null");
    }
    Literal literal =
        tokens.takeWord("default") ? new LiteralParser(tokens).next() : Literal.ofNull();
    @Nullable String comment =
        tokens.takeWord("comment")
            ? tokens.require(Token.Kind.STRING, "a text in '…'").value()
            : null;
    Field field =
        tokens.built(
            at,
            () -> {
              @Nullable Value missing = literal instanceof Literal.Null ? null : literal.as(type);
              return new Field(id, name, type, !required, missing, comment);
            });
    List<String> outer = names.subList(0, names.size() - 1);
    return new Added(
        outer.isEmpty()
            ? Optional.empty()
            : Optional.of(ColumnPath.of(outer.toArray(String[]::new))),
        field);
  }

  /** Reads {@code old=new}. */
  public static Renamed renamed(String text) {
    ColumnText reader = new ColumnText("renaming", text);
    ColumnPath path = reader.path();
    reader.tokens.requireSymbol("=");
    return reader.ended(new Renamed(path, reader.name()));
  }

  /** Reads {@code column=type}. */
  public static Widened widened(String text) {
    ColumnText reader = new ColumnText("type", text);
    ColumnPath path = reader.path();
    reader.tokens.requireSymbol("=");
    Type type =
        TypeParser.type(
            reader.tokens,
            () -> {
              throw reader.tokens.expected("a type without fields");
            });
    return reader.ended(new Widened(path, type));
  }

  /** Reads {@code column first} or {@code column after other}. */
  public static Moved moved(String text) {
    ColumnText reader = new ColumnText("place", text);
    ColumnPath path = reader.path();
    if (reader.tokens.takeWord("first")) {
      return reader.ended(new Moved(path, Optional.empty()));
    }
    if (!reader.tokens.takeWord("after")) {
      throw reader.tokens.expected("FIRST or AFTER");
    }
    return reader.ended(new Moved(path, Optional.of(reader.name())));
  }

  private ColumnPath path() {
    List<String> names = new ArrayList<>();
    do {
      names.add(name());
    } while (tokens.takeSymbol("."));
    return ColumnPath.of(names.toArray(String[]::new));
  }

  private String name() {
    if (!tokens.peek().isName()) {
      throw tokens.expected("a field name");
    }
    return tokens.take().value();
  }

  private <T> T ended(T read) {
    tokens.require(Token.Kind.END, "the end");
    return read;
  }
}
