package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.StoredManifest;
import java.util.Locale;

/**
 * Two versions and what both come from, or are to be seen as coming from.
 *
 * @param operation what is done, for messages
 * @param base what both are compared with
 * @param ours the head that is changed
 * @param theirs whose changes since the base are brought in
 * @param strategy what happens where both changed the same
 */
record ThreeWay(
    String operation,
    StoredManifest base,
    StoredManifest ours,
    StoredManifest theirs,
    MergeStrategy strategy) {

  /** A refusal, naming what both changed and what helps. */
  InvalidInput refused(String what) {
    return new InvalidInput(operation + " of " + theirs.contentId() + ": " + what);
  }

  /** Whether at most one side changed a value, or both to the same. */
  static <T> boolean agree(T base, T ours, T theirs) {
    return ours.equals(theirs) || ours.equals(base) || theirs.equals(base);
  }

  /** Of three values that agree, that of the side that changed it. */
  static <T> T changed(T base, T ours, T theirs) {
    return ours.equals(base) ? theirs : ours;
  }

  /** Of three values, that of the side that changed it; where both did, that of the strategy. */
  <T> T choose(String what, T before, T mine, T other) {
    if (agree(before, mine, other)) {
      return changed(before, mine, other);
    }
    return switch (strategy) {
      case OURS -> mine;
      case THEIRS -> other;
      default ->
          throw refused(
              String.format(
                  Locale.ROOT,
                  "%s is %s on one side and %s on the other; choose the strategy ours or theirs",
                  what,
                  mine,
                  other));
    };
  }
}
