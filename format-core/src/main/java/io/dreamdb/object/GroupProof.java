package io.dreamdb.object;

import io.dreamdb.hash.Blake3;
import io.dreamdb.hash.Blake3Tree;
import io.dreamdb.hash.Blake3Tree.Node;
import io.dreamdb.store.ByteRange;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which parts of an outboard prove a group ({@code outboard.md}): the values of the up to 256
 * groups of its run, and, where there are several runs, the values above the runs. A reader that
 * touches groups here and there reads 8 KiB for each 4 MiB, once, rather than a path for each
 * group.
 *
 * @param tree of an object of two groups or more
 */
record GroupProof(Blake3Tree tree) {

  private static final int RUN_LEVELS = 8;

  /** Groups of a run. */
  static final int RUN_GROUPS = 1 << RUN_LEVELS;

  /** Whether there are values above runs. */
  boolean hasTop() {
    return tree.groups() > RUN_GROUPS;
  }

  /** Where the values above the runs stand in the outboard. */
  ByteRange top() {
    return values(RUN_LEVELS, 0, (int) tree.levelSize(RUN_LEVELS));
  }

  /** Where the values of a run stand in the outboard. */
  ByteRange run(int run) {
    long first = (long) run * RUN_GROUPS;
    return values(0, first, (int) Math.min(RUN_GROUPS, tree.groups() - first));
  }

  private ByteRange values(int level, long first, int count) {
    return new ByteRange(tree.outboardOffset(new Node(level, first)), count * Blake3.HASH_BYTES);
  }

  /** Whether these are the values above the runs. */
  boolean provesTop(byte[] hash, byte[] values) {
    return tree.provesLevel(hash, RUN_LEVELS, values);
  }

  /**
   * Whether these are the values of a run.
   *
   * @param top the proven values above the runs; null if there are none
   */
  boolean provesRun(byte[] hash, byte @Nullable [] top, int run, byte[] values) {
    if (values.length != run(run).lengthBytes()) {
      return false;
    }
    if (top == null) {
      return tree.provesLevel(hash, 0, values);
    }
    int at = run * Blake3.HASH_BYTES;
    byte[] above = Blake3Tree.above(values, RUN_LEVELS);
    return Arrays.equals(above, 0, Blake3.HASH_BYTES, top, at, at + Blake3.HASH_BYTES);
  }

  /** Whether a group has its value among the proven values of its run. */
  static boolean provesGroup(byte[] values, int group, byte[] bytes) {
    byte[] value = Blake3Tree.groupValue(bytes, 0, bytes.length, group);
    int at = group % RUN_GROUPS * Blake3.HASH_BYTES;
    return Arrays.equals(value, 0, Blake3.HASH_BYTES, values, at, at + Blake3.HASH_BYTES);
  }
}
