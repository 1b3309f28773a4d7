package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a merge does where both sides changed the same. */
public enum MergeStrategy {
  /** It refuses, naming what both changed. */
  REFUSE,
  /**
   * It takes the other side's version as it is, and refuses if this side has commits of its own.
   */
  FAST_FORWARD,
  /** This side's change stays; of the other's, new rows that replaced the same ones are dropped. */
  OURS,
  /** The other side's change wins; new rows of this side that replaced the same are dropped. */
  THEIRS;

  /** The word for it: {@code refuse}, {@code fast-forward}, {@code ours} or {@code theirs}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The strategy of that word.
   *
   * @throws InvalidInput if there is none
   */
  public static MergeStrategy parse(String text) {
    List<String> known = Arrays.stream(values()).map(MergeStrategy::text).toList();
    int index = known.indexOf(text.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new InvalidInput("There is no merge strategy '" + text + "'; expected one of " + known);
    }
    return values()[index];
  }
}
