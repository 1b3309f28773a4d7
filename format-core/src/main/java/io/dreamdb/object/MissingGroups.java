package io.dreamdb.object;

import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.object.ProvenBytes.Kind;
import io.dreamdb.store.ByteRange;
import io.dreamdb.store.ReadPlan;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Groups of one object that one fetch has to bring, and what proves them. One thread.
 *
 * <p>Ranges that lie close together are joined as the adapters for buckets join them, so that a
 * range of a plan is a request.
 */
final class MissingGroups {

  /** What is fetched at most between two groups that are wanted. */
  private static final int GAP_BYTES = 256 << 10;

  /** What a request fetches at most. */
  static final int REQUEST_BYTES = 8 << 20;

  private final RangedObject object;
  private final ProvenBytes known;
  private final GroupProof proof;
  private final BitSet groups = new BitSet();
  private final BitSet kept = new BitSet();
  private final Map<Integer, byte[]> fetched = new HashMap<>();

  // Of the outboard.
  private final TreeSet<Integer> missingRuns = new TreeSet<>();
  private final Map<Integer, byte[]> runs = new HashMap<>();
  private boolean topIsMissing;
  private byte @Nullable [] top;

  MissingGroups(RangedObject object, ProvenBytes known) {
    this.object = object;
    this.known = known;
    this.proof = new GroupProof(new Blake3Tree(object.lengthBytes()));
  }

  RangedObject object() {
    return object;
  }

  /** Asks for a group, to be remembered or not. */
  void add(int group, boolean keep) {
    groups.set(group);
    if (keep) {
      kept.set(group);
    }
  }

  /** Whether somebody asked to remember a group. */
  boolean isKept(int group) {
    return kept.get(group);
  }

  /** Whether it is so short that it has no outboard. */
  boolean isShort() {
    return object.lengthBytes() <= ObjectWriter.OUTBOARD_FROM_BYTES;
  }

  /** Takes all groups: there is nothing to prove fewer. */
  void wantAll() {
    groups.set(0, object.groups());
    kept.set(0, object.groups());
  }

  /** Looks up which values are known, and says which must be fetched. */
  void wantProof() {
    if (proof.hasTop()) {
      top = known.get(object.copy(), Kind.TOP, 0);
      topIsMissing = top == null;
    }
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      int run = group / GroupProof.RUN_GROUPS;
      if (runs.containsKey(run) || missingRuns.contains(run)) {
        continue;
      }
      byte[] values = known.get(object.copy(), Kind.VALUES, run);
      if (values == null) {
        missingRuns.add(run);
      } else {
        runs.put(run, values);
      }
    }
  }

  /** Takes the groups between near ones, too: they come anyway. */
  void wantGaps() {
    for (ByteRange fetch : plan().fetches()) {
      int first = (int) (fetch.offset() / RangedObject.GROUP);
      int end = (int) ((fetch.end() + RangedObject.GROUP - 1) / RangedObject.GROUP);
      for (int group = first; group < end; group++) {
        if (!groups.get(group)) {
          add(group, kept.get(group - 1));
        }
      }
    }
  }

  /** How the groups are fetched: a range for each stretch of neighbours. */
  ReadPlan plan() {
    List<ByteRange> stretches = new ArrayList<>();
    for (int first = groups.nextSetBit(0); first >= 0; ) {
      int end = groups.nextClearBit(first);
      for (int from = first; from < end; from += REQUEST_BYTES / RangedObject.GROUP) {
        int to = Math.min(end, from + REQUEST_BYTES / RangedObject.GROUP);
        long start = (long) from * RangedObject.GROUP;
        long stop = Math.min(object.lengthBytes(), (long) to * RangedObject.GROUP);
        stretches.add(new ByteRange(start, (int) (stop - start)));
      }
      first = groups.nextSetBit(end);
    }
    return ReadPlan.of(stretches, GAP_BYTES, REQUEST_BYTES);
  }

  /** How the values are fetched: those above the runs first. */
  ReadPlan proofPlan() {
    List<ByteRange> ranges = new ArrayList<>();
    if (topIsMissing) {
      ranges.add(proof.top());
    }
    missingRuns.forEach(run -> ranges.add(proof.run(run)));
    return ReadPlan.of(ranges, GAP_BYTES, REQUEST_BYTES);
  }

  /** Takes the stretches of {@link #plan}, and copies each group. */
  void take(List<ByteBuffer> stretches) {
    int group = groups.nextSetBit(0);
    for (ByteBuffer stretch : stretches) {
      for (int at = 0; at < stretch.remaining(); at += RangedObject.GROUP) {
        take(group, stretch, at);
        group = groups.nextSetBit(group + 1);
      }
    }
  }

  private void take(int group, ByteBuffer bytes, int at) {
    byte[] copy = new byte[object.groupBytes(group)];
    bytes.get(bytes.position() + at, copy);
    fetched.put(group, copy);
  }

  /** Takes the groups that a piece of the object has whole. */
  void takeFrom(long offset, ByteBuffer piece) {
    int first = (int) (offset / RangedObject.GROUP);
    for (int group = groups.nextSetBit(first); group >= 0; group = groups.nextSetBit(group + 1)) {
      int at = (int) ((long) group * RangedObject.GROUP - offset);
      if (at >= piece.remaining()) {
        return;
      }
      take(group, piece, at);
    }
  }

  /** Takes the values of {@link #proofPlan}; false if they do not lead to the object's id. */
  boolean takeProof(List<ByteBuffer> values) {
    byte[] hash = object.ref().id().digest();
    int next = 0;
    if (topIsMissing) {
      byte[] above = array(values.get(next++));
      if (!proof.provesTop(hash, above)) {
        return false;
      }
      top = above;
      known.put(object.copy(), Kind.TOP, 0, above);
    }
    for (int run : missingRuns) {
      byte[] ofGroups = array(values.get(next++));
      if (!proof.provesRun(hash, top, run, ofGroups)) {
        return false;
      }
      keepRun(run, ofGroups);
    }
    return true;
  }

  /** Takes the values out of an outboard that was computed from the right bytes. */
  void takeProof(byte[] outboard) {
    ByteBuffer all = ByteBuffer.wrap(outboard);
    if (proof.hasTop()) {
      known.put(object.copy(), Kind.TOP, 0, array(slice(all, proof.top())));
    }
    for (int run = 0; run * GroupProof.RUN_GROUPS < object.groups(); run++) {
      known.put(object.copy(), Kind.VALUES, run, array(slice(all, proof.run(run))));
    }
  }

  private void keepRun(int run, byte[] values) {
    runs.put(run, values);
    known.put(object.copy(), Kind.VALUES, run, values);
  }

  /** The first group that was fetched and is not what it must be; −1 if all are. */
  int firstWrong() {
    for (int group = groups.nextSetBit(0); group >= 0; group = groups.nextSetBit(group + 1)) {
      byte[] values = runs.get(group / GroupProof.RUN_GROUPS);
      byte[] bytes = fetched.get(group);
      if (values == null || bytes == null || !GroupProof.provesGroup(values, group, bytes)) {
        return group;
      }
    }
    return -1;
  }

  /** What was fetched, by group. */
  Map<Integer, byte[]> fetched() {
    return fetched;
  }

  private static ByteBuffer slice(ByteBuffer bytes, ByteRange range) {
    return bytes.slice((int) range.offset(), range.lengthBytes());
  }

  private static byte[] array(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(bytes.position(), array);
    return array;
  }
}
