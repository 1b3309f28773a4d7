package io.dreamdb.quickstart;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the public top-level type of a Java source file without parsing it: comments, literals,
 * annotations and everything in brackets are skipped, and what is left at the top is the package,
 * the imports and the heads of the types.
 */
final class SourceScanner {

  /**
   * A type's head.
   *
   * @param kind class, interface, enum, record or annotation
   * @param name its simple name
   * @param comment the doc comment right before it, with its delimiters
   */
  record Declaration(String kind, String name, @Nullable String comment) {}

  private final String source;
  private int position;
  private @Nullable String comment;
  private boolean isPublic;
  private boolean insideDeclaration;

  private SourceScanner(String source) {
    this.source = source;
  }

  /** The public type of a source file; empty for package-info, module-info and the like. */
  static Optional<Declaration> publicType(String source) {
    boolean hasEscapes = source.contains("\\u");
    return new SourceScanner(hasEscapes ? UnicodeEscapes.translate(source) : source).publicType();
  }

  private Optional<Declaration> publicType() {
    while (skipToToken()) {
      char c = source.charAt(position);
      if (Character.isJavaIdentifierStart(c)) {
        Optional<Declaration> found = word(identifier());
        if (found.isPresent()) {
          return found;
        }
      } else if (c == '@') {
        Optional<Declaration> found = at();
        if (found.isPresent()) {
          return found;
        }
      } else if (c == ';') {
        position++;
        forgetDeclaration();
      } else {
        position++;
        insideDeclaration = true;
      }
    }
    return Optional.empty();
  }

  private Optional<Declaration> word(String word) {
    switch (word) {
      case "package", "import", "module", "open" -> {
        skipPast(';');
        forgetDeclaration();
        return Optional.empty();
      }
      case "class", "interface", "enum", "record" -> {
        return head(word);
      }
      default -> {
        insideDeclaration = true;
        isPublic |= word.equals("public");
        return Optional.empty();
      }
    }
  }

  private Optional<Declaration> at() {
    insideDeclaration = true;
    position++;
    skipToToken();
    String name = identifier();
    if (name.equals("interface")) {
      return head("annotation");
    }
    while (skipToToken() && source.charAt(position) == '.') {
      position++;
      skipToToken();
      identifier();
    }
    if (position < source.length() && source.charAt(position) == '(') {
      skipBracketed();
    }
    return Optional.empty();
  }

  /** Reads a type from behind its keyword to the end of its body. */
  private Optional<Declaration> head(String kind) {
    insideDeclaration = true;
    skipToToken();
    String name = identifier();
    if (isPublic) {
      return Optional.of(new Declaration(kind, name, comment));
    }
    skipPast('{');
    position--;
    skipBracketed();
    forgetDeclaration();
    return Optional.empty();
  }

  private void forgetDeclaration() {
    comment = null;
    isPublic = false;
    insideDeclaration = false;
  }

  private String identifier() {
    int start = position;
    while (position < source.length() && Character.isJavaIdentifierPart(source.charAt(position))) {
      position++;
    }
    return source.substring(start, position);
  }

  /** Skips to behind the next such character outside of brackets, comments and literals. */
  private void skipPast(char end) {
    while (skipToToken()) {
      char c = source.charAt(position);
      if (c == end) {
        position++;
        return;
      }
      if (c == '(' || c == '{') {
        skipBracketed();
      } else {
        skipOne(c);
      }
    }
  }

  /** Skips from an opening bracket to behind the one that closes it. */
  private void skipBracketed() {
    int depth = 0;
    while (skipToToken()) {
      char c = source.charAt(position);
      skipOne(c);
      if (c == '(' || c == '{') {
        depth++;
      } else if (c == ')' || c == '}') {
        depth--;
        if (depth == 0) {
          return;
        }
      }
    }
  }

  private void skipOne(char c) {
    if (source.startsWith("\"\"\"", position)) {
      skipLiteral("\"\"\"");
    } else if (c == '"' || c == '\'') {
      skipLiteral(String.valueOf(c));
    } else {
      position++;
    }
  }

  private void skipLiteral(String delimiter) {
    position += delimiter.length();
    while (position < source.length() && !source.startsWith(delimiter, position)) {
      position += source.charAt(position) == '\\' ? 2 : 1;
    }
    position += delimiter.length();
  }

  /** Skips white space and comments; remembers doc comments. False at the end of the source. */
  private boolean skipToToken() {
    while (position < source.length()) {
      if (source.startsWith("/*", position)) {
        blockComment();
      } else if (source.startsWith("//", position)) {
        lineComments();
      } else if (Character.isWhitespace(source.charAt(position))) {
        position++;
      } else {
        return true;
      }
    }
    return false;
  }

  private void blockComment() {
    int end = source.indexOf("*/", position + 2);
    int next = end < 0 ? source.length() : end + 2;
    if (source.startsWith("/**", position) && next - position > 4) {
      remember(source.substring(position, next));
    }
    position = next;
  }

  /** Successive lines of {@code ///} are one doc comment, in Markdown. */
  private void lineComments() {
    int start = position;
    boolean isDoc = source.startsWith("///", position);
    int end = endOfLine(position);
    if (isDoc) {
      for (int next = afterBlanks(end); source.startsWith("///", next); next = afterBlanks(end)) {
        end = endOfLine(next);
      }
      remember(source.substring(start, end));
    }
    position = end;
  }

  private int endOfLine(int from) {
    int end = source.indexOf('\n', from);
    return end < 0 ? source.length() : end + 1;
  }

  private int afterBlanks(int from) {
    int next = from;
    while (next < source.length() && (source.charAt(next) == ' ' || source.charAt(next) == '\t')) {
      next++;
    }
    return next;
  }

  private void remember(String text) {
    if (!insideDeclaration) {
      comment = text;
    }
  }
}
