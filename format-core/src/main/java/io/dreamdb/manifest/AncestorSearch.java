package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Looks for the best common ancestors of two versions, the latest generation first, so that it ends
 * soon behind them. It walks from content to content: manifests that repeat one are the same place,
 * whichever of them a side still reaches. For one use.
 */
final class AncestorSearch {

  private static final int SIDES = 2;
  private static final long NOT_REACHED = -1;

  /** The floor of a content that is kept without its ancestors: a base, or by what repeats it. */
  private static final long ALONE = Long.MAX_VALUE;

  private static final Comparator<Place> LATEST_FIRST =
      Comparator.comparingLong((Place place) -> -place.any.content().generation());

  /** A content, by one of the manifests that have it. */
  private static final class Place {

    private StoredManifest any;

    /** For each side, over its paths to here, the least of the largest floors on a path. */
    private final long[] floors = {NOT_REACHED, NOT_REACHED};

    /** Whether it is an ancestor of a common one. */
    private boolean stale;

    Place(StoredManifest any) {
      this.any = any;
    }

    boolean reachedBy(int side) {
      return floors[side] != NOT_REACHED;
    }

    boolean isCommon() {
      return reachedBy(0) && reachedBy(1);
    }

    boolean isKeptAlone() {
      return floors[0] == ALONE && floors[1] == ALONE;
    }
  }

  private final History history;
  private final Manifests manifests;
  private final List<CommonAncestors.Tip> tips;
  private final PriorityQueue<Place> open = new PriorityQueue<>(LATEST_FIRST);
  private final Map<ObjectId, Place> places = new HashMap<>();
  private final List<Place> common = new ArrayList<>();
  private boolean expired;

  AncestorSearch(
      History history, Manifests manifests, CommonAncestors.Tip ours, CommonAncestors.Tip theirs) {
    this.history = history;
    this.manifests = manifests;
    this.tips = List.of(ours, theirs);
  }

  /** The best common ancestors, as far as they are kept. */
  CommonAncestors run() {
    walk();
    boolean kept = tips.stream().anyMatch(tip -> !tip.bases().isEmpty());
    if (expired && kept) {
      open.clear();
      places.clear();
      common.clear();
      addBases();
      walk();
    }
    List<Place> walked = common.stream().filter(place -> !place.isKeptAlone()).toList();
    // Of what both keep without ancestors, nothing tells which is an ancestor of which but this:
    // expiry keeps the best one for both, and all others that both have are its ancestors.
    List<Place> best = walked.isEmpty() ? common.subList(0, Math.min(1, common.size())) : walked;
    return new CommonAncestors(best.stream().map(place -> place.any).toList(), expired);
  }

  private void addBases() {
    for (int side = 0; side < SIDES; side++) {
      for (ObjectId base : tips.get(side).bases()) {
        add(manifests.read(base), side, ALONE, false);
      }
    }
  }

  private void walk() {
    for (int side = 0; side < SIDES; side++) {
      CommonAncestors.Tip tip = tips.get(side);
      add(tip.version(), side, tip.floor(), false);
    }
    while (isLive(0) && isLive(1)) {
      Place place = open.remove();
      boolean found = place.isCommon() && !place.stale;
      if (found) {
        common.add(place);
      }
      boolean stale = place.stale || found;
      if (!stale || isLive(0) && isLive(1)) {
        expand(place, stale);
      }
    }
  }

  /** Whether more common ancestors could be found on a side. */
  private boolean isLive(int side) {
    return open.stream().anyMatch(place -> !place.stale && place.reachedBy(side));
  }

  private void expand(Place place, boolean stale) {
    long least = leastFloor(place);
    if (least == ALONE) {
      expired = true;
      return;
    }
    boolean isContent = place.any.id().equals(place.any.contentId());
    StoredManifest content = isContent ? place.any : manifests.read(place.any.contentId());
    Lineage lineage = content.manifest().lineage();
    long own = content.manifest().retention().floor();
    for (ObjectId id : lineage.parents()) {
      Optional<StoredManifest> parent =
          lineage.generation() - 1 < Math.max(own, least)
              ? Optional.empty()
              : history.parent(content, id, Math.max(own, least));
      if (parent.isEmpty()) {
        expired = true;
      } else if (parent.get().manifest().lineage().state() != Lineage.State.CLOSED) {
        addParent(place, parent.get(), own, stale);
      }
    }
  }

  private void addParent(Place child, StoredManifest parent, long floorOfChild, boolean stale) {
    for (int side = 0; side < SIDES; side++) {
      if (child.reachedBy(side)) {
        long floor = Math.max(child.floors[side], floorOfChild);
        if (parent.manifest().lineage().generation() >= floor) {
          add(parent, side, Math.max(floor, parent.manifest().retention().floor()), stale);
        } else {
          expired = true;
        }
      }
    }
  }

  private static long leastFloor(Place place) {
    long least = ALONE;
    for (long floor : place.floors) {
      least = floor == NOT_REACHED ? least : Math.min(least, floor);
    }
    return least;
  }

  private void add(StoredManifest manifest, int side, long floor, boolean stale) {
    Place place = places.get(manifest.contentId());
    if (place == null) {
      place = new Place(manifest);
      places.put(manifest.contentId(), place);
      open.add(place);
    }
    if (manifest.id().equals(manifest.contentId())) {
      place.any = manifest;
    }
    // A manifest may be kept where the content that it repeats is expired.
    long kept = manifest.content().generation() < floor ? ALONE : floor;
    place.floors[side] = place.reachedBy(side) ? Math.min(place.floors[side], kept) : kept;
    place.stale |= stale;
  }
}
