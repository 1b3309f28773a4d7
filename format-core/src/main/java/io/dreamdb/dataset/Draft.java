package io.dreamdb.dataset;

import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Summary;
import org.jspecify.annotations.Nullable;

/**
 * What a change makes of a head: all of the next manifest but what follows from the head itself.
 *
 * @param content what the next manifest holds
 * @param summary what the commit did
 * @param anchors from where the commit after it takes anchors
 * @param state whether the ref stays in use
 * @param repeats the content that it repeats; null: it brings its own
 */
record Draft(
    Manifest.Content content,
    Summary summary,
    @Nullable AnchorSource anchors,
    Lineage.State state,
    Lineage.@Nullable Repeat repeats) {

  /** New content on a ref that stays in use. */
  static Draft of(Manifest.Content content, Summary summary, @Nullable AnchorSource anchors) {
    return new Draft(content, summary, anchors, Lineage.State.LIVE, null);
  }
}
