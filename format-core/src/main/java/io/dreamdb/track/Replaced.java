package io.dreamdb.track;

import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;

/**
 * What came in the place of the rows of an update.
 *
 * @param base the anchor of the first row that the commit added; all its rows are one run
 * @param rows the number of the new row, counted from {@code base}, for each anchor of the record
 */
public record Replaced(long base, Stored<Replacements> rows) {

  /** Checks the anchor. */
  public Replaced {
    Anchor.require(base);
  }

  Replaced copied(ObjectCopier copier) {
    Stored<Replacements> copy = Stored.copied(rows, ObjectFamily.TOMBSTONES, copier);
    return copy == null ? this : new Replaced(base, copy);
  }

  Replaced born(long epoch) {
    Stored<Replacements> young = Births.born(rows, epoch);
    return young == null ? this : new Replaced(base, young);
  }
}
