package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.List;

/**
 * The contents that two versions come from and that are no ancestors of another such content: what
 * a merge compares both with.
 *
 * @param best each by a manifest that has the content, the latest generation first; several if each
 *     side was merged into the other; empty if none is known
 * @param expired whether some history was not looked at because it is expired
 */
public record CommonAncestors(List<StoredManifest> best, boolean expired) {

  /** Copies the list. */
  public CommonAncestors {
    best = List.copyOf(best);
  }

  /**
   * A version, and how far its history is kept.
   *
   * @param version the manifest
   * @param floor ancestors with a smaller generation are expired
   * @param bases ancestors that are kept all the same
   */
  public record Tip(StoredManifest version, long floor, List<ObjectId> bases) {

    /** What a ref holds. */
    public static Tip of(StoredManifest value) {
      Retention retention = value.manifest().retention();
      return new Tip(value, retention.floor(), retention.bases());
    }

    /** A version that was found through a ref. */
    public static Tip of(StoredManifest version, StoredManifest value) {
      // What is kept for the ref's value need not be an ancestor of an older version.
      return version.contentId().equals(value.contentId())
          ? of(value)
          : new Tip(version, value.manifest().retention().floor(), List.of());
    }
  }
}
