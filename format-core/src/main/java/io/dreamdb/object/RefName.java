package io.dreamdb.object;

import io.dreamdb.InvalidInput;
import java.util.regex.Pattern;

/**
 * The name of a ref: a branch, or, with the prefix {@code tag.}, a tag.
 *
 * @param text the name as it stands in the key {@code refs/<name>}
 */
public record RefName(String text) implements Comparable<RefName> {

  private static final String TAG = "tag.";
  private static final Pattern GRAMMAR = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");
  private static final Pattern LIKE_AN_ID = Pattern.compile("d[yz23][a-z2-7]{6,}");

  /** The first branch of every space. */
  public static final RefName MAIN = new RefName("main");

  /**
   * Checks the name.
   *
   * @throws InvalidInput if it is outside the grammar or looks like an object id
   */
  public RefName {
    if (!GRAMMAR.matcher(text).matches()) {
      throw new InvalidInput(
          "'"
              + text
              + "' is not a branch or tag name: use 1 to 128 of a-z, 0-9, '.', '_' and '-',"
              + " beginning with a letter or digit");
    }
    if (LIKE_AN_ID.matcher(text).matches()) {
      throw new InvalidInput(
          "'" + text + "' looks like the id of a manifest, so it cannot name a branch or tag");
    }
  }

  /** The ref of the tag with this name, {@code tag.<name>}. */
  public static RefName tag(String name) {
    return new RefName(TAG + name);
  }

  /** Whether its content never moves. */
  public boolean isTag() {
    return text.startsWith(TAG);
  }

  /** The name without the prefix of tags. */
  public String shortName() {
    return isTag() ? text.substring(TAG.length()) : text;
  }

  @Override
  public int compareTo(RefName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
