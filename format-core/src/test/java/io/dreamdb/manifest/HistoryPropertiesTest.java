package io.dreamdb.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random histories of several refs against a model that keeps lines and values as lists. */
class HistoryPropertiesTest {

  private static final List<RefName> REFS =
      List.of(RefName.MAIN, new RefName("dev"), new RefName("test"), RefName.tag("v1"));

  /** What the model knows of a manifest: the contents of its line, and its ref's values. */
  private record Known(StoredManifest stored, List<StoredManifest> line, List<ObjectId> held) {

    Lineage lineage() {
      return stored.manifest().lineage();
    }

    long floor() {
      return stored.manifest().retention().floor();
    }

    boolean closed() {
      return lineage().state() == Lineage.State.CLOSED;
    }
  }

  private final Map<ObjectId, Known> all = new LinkedHashMap<>();
  private final Map<RefName, Known> heads = new HashMap<>();
  private TestSpace space;
  private Random random;

  @Property(tries = 60)
  void walksAgreeWithThePlainModel(@ForAll long seed) {
    all.clear();
    heads.clear();
    space = new TestSpace(seed);
    random = new Random(seed);
    add(space.first(RefName.MAIN), null, List.of());
    int moves = 20 + random.nextInt(60);
    for (int i = 0; i < moves; i++) {
      move(REFS.get(random.nextInt(REFS.size())));
    }
    History history = new History(space.manifests());
    for (Known from : all.values()) {
      checkLine(history, from);
      checkValues(history, from);
      checkReach(history, from);
    }
    checkCommonAncestors(history);
  }

  private void move(RefName ref) {
    Known head = heads.get(ref);
    if (head == null || head.closed()) {
      Known source = anyHead();
      if (!source.closed()) {
        add(
            space
                .repeat(ref, head == null ? null : head.stored(), source.stored())
                .operation("branch"),
            head,
            source.line());
      }
      return;
    }
    switch (random.nextInt(9)) {
      case 0 -> add(space.again(head.stored()), head, head.line());
      case 1 -> raiseFloor(head);
      case 2 -> merge(head, anyHead());
      case 3 -> fastForward(head, anyHead());
      case 4 -> {
        if (!ref.equals(RefName.MAIN) && random.nextInt(3) == 0) {
          add(space.close(head.stored()), head, List.of());
        }
      }
      // A rollback is new content on top of the head, so the default too.
      default -> add(space.next(head.stored()).operation("rollback"), head, head.line());
    }
  }

  private void raiseFloor(Known head) {
    long most = head.stored().content().generation();
    long floor = head.floor() + random.nextInt((int) (most - head.floor()) + 1);
    add(space.again(head.stored()).floor(floor).operation("epoch"), head, head.line());
  }

  private void merge(Known head, Known other) {
    if (!other.closed() && other != head) {
      add(space.next(head.stored()).merging(other.stored()).operation("merge"), head, head.line());
    }
  }

  /** To a descendant, whose content then is none below the floor. */
  private void fastForward(Known head, Known other) {
    if (!other.closed()
        && olderContents(other.stored().contentId()).contains(head.stored().contentId())) {
      add(
          space
              .repeat(head.lineage().ref(), head.stored(), other.stored())
              .operation("fast_forward"),
          head,
          other.line());
    }
  }

  private Known anyHead() {
    List<Known> live = new ArrayList<>(heads.values());
    return live.get(random.nextInt(live.size()));
  }

  private void add(ManifestDraft draft, Known previous, List<StoredManifest> lineBefore) {
    StoredManifest stored = space.write(draft);
    boolean repeats = stored.manifest().lineage().repeats() != null;
    List<StoredManifest> line = new ArrayList<>(lineBefore);
    if (!repeats) {
      line.add(stored);
    }
    List<ObjectId> held = new ArrayList<>();
    boolean closed = stored.manifest().lineage().state() == Lineage.State.CLOSED;
    if (previous != null && !previous.closed() && !closed) {
      held.addAll(previous.held());
    }
    if (!closed) {
      held.add(stored.id());
    }
    Known known = new Known(stored, List.copyOf(line), List.copyOf(held));
    all.put(stored.id(), known);
    heads.put(stored.manifest().lineage().ref(), known);
  }

  private void checkLine(History history, Known from) {
    List<StoredManifest> line = from.line();
    for (int back = 0; back <= line.size(); back++) {
      assertThat(history.back(from.stored(), back)).isEqualTo(kept(from, line.size() - 1 - back));
    }
    for (Known other : all.values()) {
      long nanos = other.lineage().timestamp() + random.nextInt(3) - 1;
      int last = line.size() - 1;
      while (last >= 0 && line.get(last).manifest().lineage().timestamp() > nanos) {
        last--;
      }
      assertThat(history.at(from.stored(), nanos)).isEqualTo(kept(from, last));
    }
    List<StoredManifest> walked = new ArrayList<>();
    history.line(from.stored()).forEachRemaining(walked::add);
    List<StoredManifest> expected = new ArrayList<>();
    for (int i = line.size() - 1; kept(from, i).isPresent(); i--) {
      expected.add(line.get(i));
    }
    assertThat(walked).isEqualTo(expected);
  }

  private static Optional<StoredManifest> kept(Known from, int index) {
    return index < 0 || from.line().get(index).manifest().lineage().generation() < from.floor()
        ? Optional.empty()
        : Optional.of(from.line().get(index));
  }

  private void checkValues(History history, Known from) {
    for (Known other : all.values()) {
      assertThat(history.refHeld(from.stored(), other.stored()))
          .isEqualTo(from.held().contains(other.stored().id()));
    }
  }

  private void checkReach(History history, Known from) {
    Set<ObjectId> reached = new HashSet<>();
    reach(from, 0, reached, new HashSet<>());
    for (Known other : all.values()) {
      assertThat(history.reaches(from.stored(), other.stored().id(), other.lineage().generation()))
          .as("%s from %s", other.stored().id(), from.stored().id())
          .isEqualTo(reached.contains(other.stored().id()));
    }
  }

  /** Of each two heads and of heads with earlier values. */
  private void checkCommonAncestors(History history) {
    List<Known> live = all.values().stream().filter(known -> !known.closed()).toList();
    for (Known ours : heads.values()) {
      for (int i = 0; i < 12 && !ours.closed(); i++) {
        checkCommonAncestors(history, ours, live.get(random.nextInt(live.size())));
      }
    }
  }

  private void checkCommonAncestors(History history, Known ours, Known theirs) {
    List<ObjectId> best =
        history
            .commonAncestors(
                CommonAncestors.Tip.of(ours.stored()), CommonAncestors.Tip.of(theirs.stored()))
            .best()
            .stream()
            .map(StoredManifest::contentId)
            .toList();
    Set<ObjectId> reachedByOurs = reached(ours);
    Set<ObjectId> reachedByTheirs = reached(theirs);
    String what = ours.stored().id() + " and " + theirs.stored().id();
    Set<ObjectId> older = new HashSet<>();
    best.forEach(id -> older.addAll(olderContents(id)));
    assertThat(contents(reachedByOurs)).as(what).containsAll(best);
    assertThat(contents(reachedByTheirs)).as(what).containsAll(best);
    assertThat(best.stream().filter(older::contains)).as(what).isEmpty();
    // What only some manifest that repeats it keeps may be found or not.
    reachedByOurs.retainAll(reachedByTheirs);
    reachedByOurs.retainAll(contents(reachedByOurs));
    reachedByOurs.removeAll(older);
    assertThat(best).as(what).containsAll(reachedByOurs);
  }

  private Set<ObjectId> reached(Known from) {
    Set<ObjectId> reached = new HashSet<>();
    reach(from, 0, reached, new HashSet<>());
    reached.removeIf(id -> all.get(id).closed());
    return reached;
  }

  private Set<ObjectId> contents(Set<ObjectId> manifests) {
    Set<ObjectId> contents = new HashSet<>();
    manifests.forEach(id -> contents.add(all.get(id).stored().contentId()));
    return contents;
  }

  /** The contents before a content on all its paths, expired or not. */
  private Set<ObjectId> olderContents(ObjectId content) {
    Set<ObjectId> older = new HashSet<>();
    List<ObjectId> open = new ArrayList<>(List.of(content));
    while (!open.isEmpty()) {
      for (ObjectId id : all.get(open.remove(open.size() - 1)).lineage().parents()) {
        ObjectId parent = all.get(id).stored().contentId();
        if (!all.get(id).closed() && older.add(parent)) {
          open.add(parent);
        }
      }
    }
    return older;
  }

  private record Visit(ObjectId id, long floor) {}

  /** Every path, as the text of the format has it. */
  private void reach(Known at, long floorBefore, Set<ObjectId> reached, Set<Visit> seen) {
    reached.add(at.stored().id());
    long floor = Math.max(floorBefore, at.floor());
    if (!seen.add(new Visit(at.stored().id(), floor))) {
      return;
    }
    for (ObjectId id : at.lineage().parents()) {
      Known parent = all.get(id);
      if (parent.lineage().generation() >= floor) {
        reach(parent, floor, reached, seen);
      }
    }
  }
}
