package io.dreamdb.dataset;

import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.CommonAncestors;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a change makes of a head: all of the next manifest but what follows from the head itself.
 *
 * @param content what the next manifest holds
 * @param summary what the commit did
 * @param anchors from where the commit after it takes anchors
 * @param state whether the ref stays in use
 * @param repeats the content that it repeats: that of the head, or of {@code source}; null: it
 *     brings its own
 * @param source another version that it takes from; null: none
 */
record Draft(
    Manifest.Content content,
    Summary summary,
    @Nullable AnchorSource anchors,
    Lineage.State state,
    Lineage.@Nullable Repeat repeats,
    @Nullable Source source) {

  /** A draft that takes nothing from other versions. */
  Draft(
      Manifest.Content content,
      Summary summary,
      @Nullable AnchorSource anchors,
      Lineage.State state,
      Lineage.@Nullable Repeat repeats) {
    this(content, summary, anchors, state, repeats, null);
  }

  /** New content on a ref that stays in use. */
  static Draft of(Manifest.Content content, Summary summary, @Nullable AnchorSource anchors) {
    return new Draft(content, summary, anchors, Lineage.State.LIVE, null);
  }

  /** The same, that takes from another version. */
  Draft from(Source other) {
    return new Draft(content, summary, anchors, state, repeats, other);
  }

  /**
   * A version that a commit takes from.
   *
   * @param version what is taken
   * @param parent what becomes a parent; null: nothing does
   * @param floor of the ref through which it was found, if it becomes a parent; else 0
   * @param bases of that ref, likewise
   */
  record Source(
      StoredManifest version, @Nullable StoredManifest parent, long floor, List<ObjectId> bases) {

    /** A version that becomes a parent. */
    static Source merged(StoredManifest parent, StoredManifest refValue) {
      CommonAncestors.Tip tip = CommonAncestors.Tip.of(parent, refValue);
      return new Source(parent, parent, tip.floor(), tip.bases());
    }

    /** A version of which only the content is taken. */
    static Source copied(StoredManifest version) {
      return new Source(version, null, 0, List.of());
    }

    /** The time of the commit: later than all records that it takes. */
    long timestamp(Change.Step step) {
      return Math.max(step.timestamp(), version.manifest().lineage().timestamp() + 1);
    }

    long generation(long planned) {
      return parent == null
          ? planned
          : Math.max(planned, parent.manifest().lineage().generation() + 1);
    }
  }
}
