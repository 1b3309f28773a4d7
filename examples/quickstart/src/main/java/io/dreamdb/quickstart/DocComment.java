package io.dreamdb.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A doc comment as its reader sees it.
 *
 * @param text the description as plain text, white space folded
 * @param since what its block tag {@code @since} says
 */
record DocComment(String text, Optional<String> since) {

  private static final String SINCE = "@since";

  /** Reads a comment with its delimiters: {@code /** … *}{@code /} or lines of {@code ///}. */
  static DocComment parse(String comment) {
    boolean isMarkdown = comment.startsWith("///");
    List<String> lines = isMarkdown ? markdownLines(comment) : starredLines(comment);
    List<String> blocks = blocks(lines);
    Optional<String> since =
        blocks.stream()
            .skip(1)
            .filter(block -> block.startsWith(SINCE))
            .map(block -> DocText.plain(block.substring(SINCE.length()), isMarkdown))
            .filter(version -> !version.isEmpty())
            .findFirst();
    return new DocComment(DocText.plain(blocks.get(0), isMarkdown), since);
  }

  private static List<String> starredLines(String comment) {
    String body = comment.substring(3, comment.length() - 2);
    return body.lines().map(DocComment::withoutStars).collect(Collectors.toList());
  }

  private static String withoutStars(String line) {
    int start = 0;
    while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
      start++;
    }
    if (start == line.length() || line.charAt(start) != '*') {
      return line;
    }
    while (start < line.length() && line.charAt(start) == '*') {
      start++;
    }
    return line.substring(start);
  }

  private static List<String> markdownLines(String comment) {
    return comment.lines().map(line -> line.strip().substring(3)).collect(Collectors.toList());
  }

  /** The description, then each block tag with its text. A line in braces begins no block. */
  private static List<String> blocks(List<String> lines) {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    int depth = 0;
    for (String line : lines) {
      String text = line.strip();
      if (depth == 0 && startsBlock(text)) {
        blocks.add(block.toString());
        block.setLength(0);
        line = text;
      }
      block.append(line).append('\n');
      depth = depthAfter(line, depth);
    }
    blocks.add(block.toString());
    return blocks;
  }

  private static boolean startsBlock(String text) {
    return text.length() > 1 && text.charAt(0) == '@' && Character.isLetter(text.charAt(1));
  }

  /** How deep in inline tags the end of a line is. Braces count inside of such a tag only. */
  private static int depthAfter(String line, int before) {
    int depth = before;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '{' && (depth > 0 || line.startsWith("{@", i))) {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      }
    }
    return depth;
  }

  /** The version of {@code @since} without the words that old sources put around it. */
  Optional<String> sinceVersion() {
    return since.map(
        text -> text.toUpperCase(Locale.ROOT).startsWith("JDK") ? text.substring(3).strip() : text);
  }
}
