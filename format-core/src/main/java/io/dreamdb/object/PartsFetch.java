package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.MissingObject;
import io.dreamdb.hash.Blake3Hasher;
import io.dreamdb.object.ProvenBytes.Kind;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ObjectKey;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ReadPlan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One fetch of parts of objects: what is not in memory is read in one round of requests, groups and
 * the values that prove them together, and checked. Where values are absent or wrong the whole
 * object is read. One thread.
 */
final class PartsFetch {

  /** What is read at once of a whole object: several requests side by side. */
  private static final int PIECE_BYTES = 32 << 20;

  /**
   * A longer part is read by those who read everything: it would push out what is touched often.
   */
  static final int MAX_KEPT_BYTES = 1 << 20;

  private final ObjectStore store;
  private final Verification verification;
  private final ProvenBytes known;
  private final Map<ObjectKey, MissingGroups> missing = new LinkedHashMap<>();
  private FetchCost cost = FetchCost.NONE;

  PartsFetch(ObjectStore store, Verification verification, ProvenBytes known) {
    this.store = store;
    this.verification = verification;
    this.known = known;
  }

  /** Fills the parts. */
  FetchCost fill(List<ObjectPart> parts) {
    List<ObjectPart> unfilled = new ArrayList<>();
    for (ObjectPart part : parts) {
      if (!part.isEmpty() && !fillFromMemory(part)) {
        unfilled.add(part);
      }
    }
    if (unfilled.isEmpty()) {
      return FetchCost.NONE;
    }
    fetch(List.copyOf(missing.values()));
    for (ObjectPart part : unfilled) {
      Map<Integer, byte[]> groups = missingOf(part.object()).fetched();
      for (int group = part.firstGroup(); group <= part.lastGroup(); group++) {
        if (!part.has(group)) {
          part.put(group, java.util.Objects.requireNonNull(groups.get(group)));
        }
      }
    }
    return cost;
  }

  private MissingGroups missingOf(RangedObject object) {
    return missing.computeIfAbsent(object.key(), key -> new MissingGroups(object, known));
  }

  private boolean fillFromMemory(ObjectPart part) {
    boolean full = true;
    for (int group = part.firstGroup(); group <= part.lastGroup(); group++) {
      byte[] bytes =
          verification == Verification.ALWAYS
              ? null
              : known.get(part.object().copy(), Kind.GROUP, group);
      if (bytes == null) {
        missingOf(part.object()).add(group, part.lengthBytes() <= MAX_KEPT_BYTES);
        full = false;
      } else {
        part.put(group, bytes);
      }
    }
    return full;
  }

  private void fetch(List<MissingGroups> objects) {
    List<Round> rounds = objects.stream().map(this::plan).toList();
    Map<ObjectKey, List<ByteRange>> ranges = new LinkedHashMap<>();
    rounds.forEach(round -> round.addTo(ranges));
    count(ranges);
    Map<ObjectKey, List<ByteBuffer>> read;
    try {
      read = store.readAll(ranges);
    } catch (MissingObject | CorruptObject e) {
      if (objects.size() == 1) {
        fetchWhole(objects.get(0));
      } else {
        // One is in the way of the others.
        objects.forEach(object -> fetch(List.of(object)));
      }
      return;
    }
    rounds.forEach(round -> take(round, read));
  }

  /** What is read of one object, and of its outboard. */
  private record Round(MissingGroups groups, ReadPlan plan, ReadPlan proof) {

    ObjectKey key() {
      return groups.object().key();
    }

    void addTo(Map<ObjectKey, List<ByteRange>> ranges) {
      ranges.put(key(), plan.fetches());
      if (!proof.fetches().isEmpty()) {
        ranges.put(SpaceKeys.outboard(key()), proof.fetches());
      }
    }

    List<ByteBuffer> groupsOf(Map<ObjectKey, List<ByteBuffer>> read) {
      return plan.cut(read.getOrDefault(key(), List.of()));
    }

    List<ByteBuffer> valuesOf(Map<ObjectKey, List<ByteBuffer>> read) {
      return proof.cut(read.getOrDefault(SpaceKeys.outboard(key()), List.of()));
    }
  }

  private Round plan(MissingGroups groups) {
    if (groups.isShort() && verification != Verification.OFF) {
      groups.wantAll();
    } else {
      groups.wantGaps();
    }
    if (!groups.isShort() && verification != Verification.OFF) {
      groups.wantProof();
    }
    return new Round(groups, groups.plan(), groups.proofPlan());
  }

  private void take(Round round, Map<ObjectKey, List<ByteBuffer>> read) {
    MissingGroups groups = round.groups();
    groups.take(round.groupsOf(read));
    if (verification != Verification.OFF) {
      if (groups.isShort()) {
        requireWhole(groups, round.groupsOf(read));
      } else if (groups.takeProof(round.valuesOf(read))) {
        requireRight(groups);
      } else {
        store.forget(SpaceKeys.outboard(round.key()));
        fetchWhole(groups);
        return;
      }
    }
    keep(groups);
  }

  private void requireWhole(MissingGroups groups, List<ByteBuffer> stretches) {
    Blake3Hasher hasher = new Blake3Hasher();
    stretches.forEach(stretch -> hasher.update(stretch.duplicate()));
    require(groups, hasher);
  }

  private void require(MissingGroups groups, Blake3Hasher hasher) {
    RangedObject object = groups.object();
    ObjectId found = ObjectId.ofDigest(hasher.digest());
    if (!found.equals(object.ref().id())) {
      store.forget(object.key());
      throw ObjectReader.wrongBytes(object.key(), found);
    }
  }

  private void requireRight(MissingGroups groups) {
    int wrong = groups.firstWrong();
    if (wrong >= 0) {
      RangedObject object = groups.object();
      long start = (long) wrong * RangedObject.GROUP;
      store.forget(object.key());
      throw wrongGroup(object.key(), start, start + object.groupBytes(wrong));
    }
  }

  static CorruptObject wrongGroup(ObjectKey key, long start, long end) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "The bytes of %s from offset %d to %d do not have its id. They were changed after they"
                + " were written; restore the object from a copy",
            key,
            start,
            end));
  }

  private void keep(MissingGroups groups) {
    if (verification != Verification.ALWAYS) {
      VerifiedGroups.Copy copy = groups.object().copy();
      groups
          .fetched()
          .forEach((group, bytes) -> {
            if (groups.isKept(group)) {
              known.put(copy, Kind.GROUP, group, bytes);
            }
          });
    }
  }

  /** Reads an object whole, and computes the values that prove its groups from then on. */
  private void fetchWhole(MissingGroups groups) {
    RangedObject object = groups.object();
    Blake3Hasher hasher = new Blake3Hasher();
    for (long at = 0; at < object.lengthBytes(); at += PIECE_BYTES) {
      int length = (int) Math.min(PIECE_BYTES, object.lengthBytes() - at);
      List<ByteRange> range = List.of(new ByteRange(at, length));
      count(Map.of(object.key(), range));
      ByteBuffer piece = store.read(object.key(), range).get(0);
      hasher.update(piece.duplicate());
      groups.takeFrom(at, piece);
    }
    require(groups, hasher);
    if (object.lengthBytes() > ObjectWriter.OUTBOARD_FROM_BYTES) {
      groups.takeProof(hasher.outboard());
    }
    keep(groups);
  }

  private void count(Map<ObjectKey, List<ByteRange>> ranges) {
    long bytes = 0;
    long requests = 0;
    for (List<ByteRange> ofObject : ranges.values()) {
      for (ByteRange range : ofObject) {
        bytes += range.lengthBytes();
        requests += (range.lengthBytes() - 1) / MissingGroups.REQUEST_BYTES + 1;
      }
    }
    cost = cost.plus(new FetchCost(bytes, requests, 1));
  }
}
