package io.dreamdb.quickstart;

import java.util.Map;
import java.util.Set;

/** Turns the mark-up of doc comments into plain text: inline tags, HTML and character entities. */
final class DocText {

  private static final Set<String> LITERAL = Set.of("code", "literal", "snippet");
  private static final Set<String> REFERENCE = Set.of("link", "linkplain", "value");
  private static final Set<String> SILENT = Set.of("inheritDoc", "docRoot");
  private static final Set<String> FIRST_WORD = Set.of("index", "systemProperty");

  /** HTML elements that stand inside a word. */
  private static final Set<String> WITHIN_WORDS =
      Set.of("a", "b", "code", "em", "i", "span", "strong", "sub", "sup", "tt", "var");

  private static final Map<String, String> ENTITIES =
      Map.of(
          "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ", "mdash", "-",
          "ndash", "-", "hellip", "...", "copy", "(c)");

  private final String source;
  private final boolean isMarkdown;
  private final StringBuilder out = new StringBuilder();
  private int position;

  private DocText(String source, boolean isMarkdown) {
    this.source = source;
    this.isMarkdown = isMarkdown;
  }

  /** The words of a piece of a doc comment, white space folded. */
  static String plain(String source, boolean isMarkdown) {
    String text = new DocText(source, isMarkdown).text();
    return text.replaceAll("\\s+", " ").strip();
  }

  private String text() {
    while (position < source.length()) {
      char c = source.charAt(position);
      if (source.startsWith("{@", position)) {
        inlineTag();
      } else if (c == '<') {
        element();
      } else if (c == '&') {
        entity();
      } else if (c == '`' && isMarkdown) {
        quoted();
      } else {
        out.append(c);
        position++;
      }
    }
    return out.toString();
  }

  private void inlineTag() {
    int nameEnd = position + 2;
    while (nameEnd < source.length() && Character.isLetter(source.charAt(nameEnd))) {
      nameEnd++;
    }
    String name = source.substring(position + 2, nameEnd);
    int end = closingBrace(position);
    String content = source.substring(nameEnd, Math.max(nameEnd, end)).strip();
    position = Math.min(source.length(), end + 1);
    out.append(content(name, content));
  }

  private int closingBrace(int open) {
    int depth = 0;
    for (int i = open; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return source.length();
  }

  private String content(String name, String content) {
    if (name.equals("snippet")) {
      return content.substring(content.indexOf(':') + 1);
    }
    if (LITERAL.contains(name)) {
      return content;
    }
    if (SILENT.contains(name)) {
      return "";
    }
    if (REFERENCE.contains(name)) {
      return reference(content);
    }
    if (FIRST_WORD.contains(name)) {
      return content.split("\\s+", 2)[0];
    }
    return plain(content, isMarkdown);
  }

  /** The label of a link, or what it points to. */
  private String reference(String content) {
    int end = 0;
    int depth = 0;
    while (end < content.length()) {
      char c = content.charAt(end);
      if (depth == 0 && Character.isWhitespace(c)) {
        break;
      }
      depth += c == '(' || c == '<' ? 1 : c == ')' || c == '>' ? -1 : 0;
      end++;
    }
    String label = content.substring(end).strip();
    if (!label.isEmpty()) {
      return plain(label, isMarkdown);
    }
    return content.startsWith("#") ? content.substring(1) : content.replace('#', '.');
  }

  private void element() {
    int end = source.indexOf('>', position);
    char next = position + 1 < source.length() ? source.charAt(position + 1) : ' ';
    if (end < 0 || !(Character.isLetter(next) || next == '/' || next == '!')) {
      out.append('<');
      position++;
      return;
    }
    String name = source.substring(position + 1, end).replaceAll("^/?(\\w*)(?s:.*)$", "$1");
    if (!WITHIN_WORDS.contains(name)) {
      out.append(' ');
    }
    position = end + 1;
  }

  private void entity() {
    int end = source.indexOf(';', position);
    if (end > position + 1 && end - position <= 10) {
      String name = source.substring(position + 1, end);
      if (name.matches("#[0-9]{1,6}|#[xX][0-9a-fA-F]{1,5}")) {
        out.appendCodePoint(codePoint(name));
        position = end + 1;
        return;
      }
      if (name.matches("[A-Za-z]+")) {
        out.append(ENTITIES.getOrDefault(name, " "));
        position = end + 1;
        return;
      }
    }
    out.append('&');
    position++;
  }

  private static int codePoint(String name) {
    char radix = name.charAt(1);
    int value =
        radix == 'x' || radix == 'X'
            ? Integer.parseInt(name.substring(2), 16)
            : Integer.parseInt(name.substring(1));
    return Character.isValidCodePoint(value) ? value : ' ';
  }

  /** Code between back quotes is taken as it is. */
  private void quoted() {
    int end = source.indexOf('`', position + 1);
    if (end < 0) {
      position++;
      return;
    }
    out.append(source, position + 1, end);
    position = end + 1;
  }
}
