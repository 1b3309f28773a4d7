package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.manifest.Lineage;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.Retention;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.GcRoot;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows all refs of a space and checks each move against {@code refs.md}, section 4, and what
 * {@code manifest.md} says of a manifest and the one before it on its ref.
 */
final class RefRules {

  private final Space space;
  private final ReachedKeys keys;
  private final Map<RefName, StoredManifest> last = new HashMap<>();
  private final List<StoredManifest> values = new ArrayList<>();
  private long epoch;
  private Set<RefName> names = Set.of();

  RefRules(Space space, ReachedKeys keys) {
    this.space = space;
    this.keys = keys;
  }

  /** Checks all moves since the last call. */
  void check() {
    GcRoot root = space.epochs.read();
    assertThat(root.epoch()).isGreaterThanOrEqualTo(epoch);
    assertThat(root.refs()).containsAll(names);
    epoch = root.epoch();
    names = new HashSet<>(root.refs());
    List<Move> moves = new ArrayList<>();
    for (RefName name : root.refs()) {
      space.head(name).ifPresent(head -> moves.addAll(moves(name, head.stored())));
    }
    // Sources of imports are values of this step, too: a branch made from what was just committed.
    moves.forEach(move -> values.add(move.after));
    // While all of it is there.
    moves.forEach(move -> keys.all(move.after));
    moves.forEach(move -> check(move, root));
    moves.forEach(move -> last.put(move.after.manifest().lineage().ref(), move.after));
  }

  private record Move(@Nullable StoredManifest before, StoredManifest after) {}

  /** The moves of a ref since it was last looked at, oldest first. */
  private List<Move> moves(RefName name, StoredManifest now) {
    List<Move> moves = new ArrayList<>();
    StoredManifest known = last.get(name);
    StoredManifest at = now;
    while (known == null || !at.id().equals(known.id())) {
      assertThat(at.manifest().lineage().ref()).isEqualTo(name);
      Optional<StoredManifest> before =
          at.manifest().lineage().parents().stream()
              .findFirst()
              .map(space.manifests::read)
              .filter(parent -> parent.manifest().lineage().ref().equals(name));
      moves.add(0, new Move(before.orElse(null), at));
      if (before.isEmpty()) {
        assertThat(known)
            .as("the first value of " + name + " has its last value before it")
            .isNull();
        break;
      }
      at = before.get();
    }
    return moves;
  }

  private void check(Move move, GcRoot root) {
    Manifest after = move.after.manifest();
    Retention kept = after.retention();
    String what = "move of " + after.lineage().ref() + " by " + after.summary().operation();
    assertThat(kept.epoch()).as(what).isLessThanOrEqualTo(root.epoch());
    long newest = 0;
    long latest = -1;
    for (ObjectId id : after.lineage().parents()) {
      Lineage parent = space.manifests.read(id).manifest().lineage();
      newest = Math.max(newest, parent.generation());
      latest = Math.max(latest, parent.timestamp());
    }
    assertThat(after.lineage().generation()).as(what).isEqualTo(newest + 1);
    assertThat(after.lineage().timestamp()).as(what).isGreaterThan(latest);
    ObjectId first = null;
    if (move.before != null) {
      Retention before = move.before.manifest().retention();
      assertThat(kept.epoch()).as(what).isGreaterThanOrEqualTo(before.epoch());
      first = before.epoch() == kept.epoch() ? move.before.epochFirst() : null;
      boolean closed = move.before.manifest().lineage().state() == Lineage.State.CLOSED;
      assertThat(closed || kept.floor() >= before.floor()).as(what + ": floor").isTrue();
      checkLane(move.before.manifest(), after, what);
    } else if (!after.summary().operation().equals("create")) {
      assertThat(after.anchors()).as(what).isNull();
    }
    assertThat(kept.epochFirst()).as(what).isEqualTo(first);
    checkBirths(move, what);
  }

  private static void checkLane(Manifest before, Manifest after, String what) {
    boolean created =
        List.of("branch", "tag", "close", "fast_forward").contains(after.summary().operation());
    if (created || after.lineage().state() == Lineage.State.CLOSED) {
      assertThat(after.anchors()).as(what).isNull();
    } else if (before.anchors() != null) {
      assertThat(after.anchors()).as(what).isNotNull();
      if (after.anchors().lane() == before.anchors().lane()) {
        assertThat(after.anchors().next()).as(what).isGreaterThanOrEqualTo(before.anchors().next());
      }
    }
  }

  /** Rule 3: what is reached is inherited, young, or imported from a ref's value as young. */
  private void checkBirths(Move move, String what) {
    long at = move.after.manifest().retention().epoch();
    Set<String> added = new HashSet<>(keys.own(move.after));
    if (move.before != null) {
      added.removeAll(keys.all(move.before));
    }
    for (String key : added) {
      long birth = ReachedKeys.birth(key);
      assertThat(birth).as(what + ": " + key).isLessThanOrEqualTo(epoch);
      boolean young = birth >= at - space.grace();
      boolean imported = !young && values.stream().anyMatch(value -> isSource(value, move, key));
      assertThat(young || imported).as(what + " in epoch " + at + " adds " + key).isTrue();
    }
  }

  private boolean isSource(StoredManifest value, Move move, String key) {
    RefName name = move.after.manifest().lineage().ref();
    return !value.manifest().lineage().ref().equals(name)
        && value.manifest().retention().epoch() >= move.after.manifest().retention().epoch()
        && keys.all(value).contains(key);
  }
}
