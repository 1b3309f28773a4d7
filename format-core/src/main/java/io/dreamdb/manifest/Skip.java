package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * An earlier content on a manifest's line. A manifest at depth d has, for each i, the content at
 * the largest multiple of 2ⁱ below d, so that every earlier one is O(log d) steps away, and so that
 * the skips of a new manifest follow from its parent's alone.
 *
 * @param depth the content's depth
 * @param content its manifest
 * @param timestamp that manifest's
 * @param generation that manifest's
 */
public record Skip(long depth, ObjectId content, long timestamp, long generation) {

  /** The skips of a manifest whose previous content is {@code previous} with these skips. */
  static List<Skip> after(Skip previous, List<Skip> skipsOfPrevious) {
    List<Skip> skips = new ArrayList<>();
    skips.add(previous);
    // A skip of the previous content stays unless the previous content itself is a multiple of the
    // same power of two: then that one is nearer.
    int covered = Long.numberOfTrailingZeros(previous.depth);
    for (Skip older : skipsOfPrevious) {
      if (largestLevel(older.depth(), previous.depth()) > covered) {
        skips.add(older);
      }
    }
    return skips;
  }

  /** The largest i for which {@code depth} is the largest multiple of 2ⁱ below {@code above}. */
  private static int largestLevel(long depth, long above) {
    int level = depth == 0 ? 62 : Long.numberOfTrailingZeros(depth);
    while (level > 0 && ((above - 1) >> level << level) != depth) {
      level--;
    }
    return level;
  }
}
