package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.GcRoot;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Begins a new epoch and carries every ref into it. From then on no ref gets a value of an older
 * epoch, whoever sent the swap and however late it lands ({@code refs.md}, section 4).
 */
final class EpochFence {

  private static final int ATTEMPTS = 1_000;

  private final Space space;
  private final Committer committer;
  private final RefMoves moves;

  EpochFence(Space space, Committer committer, RefMoves moves) {
    this.space = space;
    this.committer = committer;
    this.moves = moves;
  }

  /**
   * An epoch into which all refs were carried.
   *
   * @param epoch the epoch
   * @param firsts the first value of that epoch of every ref. Whatever was imported from a ref in
   *     that epoch, its first value reaches; its present one need not
   */
  record Fenced(long epoch, List<StoredManifest> firsts) {}

  /**
   * Raises the epoch and carries all refs.
   *
   * @throws Conflict if another collection overtakes this one, or a ref keeps moving
   */
  Fenced raise() {
    // The names are those of the raised root: who registers one later sees the new epoch.
    GcRoot root = space.epochs.raise();
    List<StoredManifest> firsts = new ArrayList<>();
    for (RefName name : root.refs()) {
      firsts.add(carried(name, root.epoch()));
    }
    return new Fenced(root.epoch(), firsts);
  }

  private StoredManifest carried(RefName name, long epoch) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<Head> head = space.head(name);
      long now = head.map(Head::epoch).orElse(-1L);
      if (now > epoch) {
        throw overtaken(space, epoch);
      }
      if (now == epoch) {
        return space.manifests.read(head.orElseThrow().stored().epochFirst());
      }
      if (head.isEmpty()) {
        StoredManifest closed = moves.writeAbsent(name, epoch);
        if (committer.create(closed)) {
          return closed;
        }
      } else {
        StoredManifest next = moves.writeRepeated(head.get(), epoch, head.get().state(), "epoch");
        if (committer.move(head.get(), next)) {
          return next;
        }
      }
    }
    throw new Conflict(
        String.format(
            Locale.ROOT,
            "Ref '%s' in %s kept moving for %d attempts; nothing was deleted, run the collection again",
            name,
            space.store.location(),
            ATTEMPTS));
  }

  static Conflict overtaken(Space space, long epoch) {
    return new Conflict(
        String.format(
            Locale.ROOT,
            "Another collection in %s overtook this one, of epoch %d; nothing was deleted by this one",
            space.store.location(),
            epoch));
  }
}
