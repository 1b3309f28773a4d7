package io.dreamdb.dataset;

import io.dreamdb.manifest.AnchorSource;
import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectId;
import java.util.List;
import java.util.Optional;

/**
 * What must hold between a manifest, its parents and the content that it repeats ({@code
 * manifest.md}, sections 2 and 5; {@code refs.md}, section 4).
 */
final class MoveRules {

  private final Space space;
  private final Findings found;
  private final long epoch;

  /** Rules of a space whose {@code gc/root} has that epoch. */
  MoveRules(Space space, Findings found, long epoch) {
    this.space = space;
    this.found = found;
    this.epoch = epoch;
  }

  /**
   * Checks a manifest.
   *
   * @param parents in the manifest's order; empty for those that are expired or cannot be read
   * @param all whether there are parents and none of them is empty
   * @param floor the least of the largest floors on the paths to it, its own included: a content
   *     that it repeats is expired below
   */
  void check(
      StoredManifest stored, List<Optional<StoredManifest>> parents, boolean all, long floor) {
    String key = ObjectCheck.manifestKey(stored.id());
    Lineage lineage = stored.manifest().lineage();
    Retention retention = stored.manifest().retention();
    found.require(
        retention.epoch() <= epoch,
        key,
        "an epoch of at most " + epoch + ", that of gc/root",
        "epoch " + retention.epoch());
    long newest = 0;
    for (Optional<StoredManifest> parent : parents) {
      if (parent.isPresent()) {
        checkOrder(key, lineage, parent.get());
        newest = Math.max(newest, parent.get().manifest().lineage().generation());
      }
    }
    if (all) {
      found.requireEqual(key, "generation", newest + 1, lineage.generation());
    }
    checkContent(key, stored, floor);
    if (!parents.isEmpty() && parents.get(0).isPresent()) {
      checkMove(key, stored, parents.get(0).get());
    }
  }

  private void checkOrder(String key, Lineage lineage, StoredManifest parent) {
    Lineage before = parent.manifest().lineage();
    found.require(
        lineage.timestamp() > before.timestamp(),
        key,
        "a timestamp after " + before.timestamp() + ", that of parent " + parent.id(),
        "timestamp " + lineage.timestamp());
    found.require(
        lineage.generation() > before.generation(),
        key,
        "a generation above " + before.generation() + ", that of parent " + parent.id(),
        "generation " + lineage.generation());
  }

  /** A repeated content is there, and is what the manifest says of it. */
  private void checkContent(String key, StoredManifest stored, long floor) {
    Lineage lineage = stored.manifest().lineage();
    Lineage.Repeat repeats = lineage.repeats();
    if (repeats == null || repeats.generation() < floor) {
      return;
    }
    ObjectId id = repeats.content();
    if (!found.intactManifest(id)) {
      return;
    }
    Optional<StoredManifest> read =
        found.attempt(ObjectCheck.manifestKey(id), "a manifest", () -> space.manifests.read(id));
    if (read.isEmpty()) {
      return;
    }
    Lineage content = read.get().manifest().lineage();
    found.requireEqual(
        key,
        "content",
        new Lineage.Repeat(read.get().contentId(), content.timestamp(), content.generation()),
        repeats);
    found.requireEqual(key, "depth of the content,", content.depth(), lineage.depth());
    found.requireEqual(key, "skips of the content,", content.skips(), lineage.skips());
    found.require(
        stored.manifest().state().equals(read.get().manifest().state()),
        key,
        "schema, tracks and properties of the content " + id,
        "others");
  }

  /** The rules for a ref that moves from one manifest to the next. */
  private void checkMove(String key, StoredManifest stored, StoredManifest before) {
    Lineage lineage = stored.manifest().lineage();
    Lineage previous = before.manifest().lineage();
    if (lineage.repeats() == null && lineage.state() != Lineage.State.CLOSED) {
      found.requireEqual(key, "depth", previous.depth() + 1, lineage.depth());
      found.requireEqual(key, "skips", before.skipsOfNext(), lineage.skips());
    }
    if (lineage.ref().equals(previous.ref())) {
      checkRetention(key, stored, before);
      checkAnchors(key, stored.manifest(), before.manifest());
    }
  }

  private void checkRetention(String key, StoredManifest stored, StoredManifest before) {
    Retention retention = stored.manifest().retention();
    Retention previous = before.manifest().retention();
    found.require(
        retention.epoch() >= previous.epoch(),
        key,
        "an epoch of at least " + previous.epoch() + ", that of the ref's previous value",
        "epoch " + retention.epoch());
    Optional<ObjectId> first =
        retention.epoch() == previous.epoch() ? Optional.of(before.epochFirst()) : Optional.empty();
    found.requireEqual(
        key, "first manifest of the epoch", first, Optional.ofNullable(retention.epochFirst()));
    boolean wasClosed = before.manifest().lineage().state() == Lineage.State.CLOSED;
    found.require(
        wasClosed || retention.floor() >= previous.floor(),
        key,
        "a floor of at least " + previous.floor() + ", that of the ref's previous value",
        "floor " + retention.floor());
    boolean expired =
        wasClosed
            || retention.floor() > previous.floor()
            || stored.manifest().summary().operation().equals("expire");
    found.require(
        expired || retention.bases().containsAll(previous.bases()),
        key,
        "the bases " + previous.bases() + " of the ref's previous value",
        "bases " + retention.bases());
  }

  private void checkAnchors(String key, Manifest manifest, Manifest before) {
    AnchorSource now = manifest.anchors();
    AnchorSource then = before.anchors();
    if (now != null && then != null && now.lane() == then.lane()) {
      found.require(
          now.next() >= then.next(),
          key,
          "next of at least " + then.next() + ", that of the ref's previous value",
          "next " + now.next());
    }
  }
}
