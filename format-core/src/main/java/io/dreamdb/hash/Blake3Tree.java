package io.dreamdb.hash;

import static io.dreamdb.hash.Blake3.HASH_BYTES;

import io.dreamdb.InvalidInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The shape of the tree above the groups of an object, and what it proves: that a range of groups
 * belongs to the object of a given hash. The package comment defines groups, levels and outboard.
 *
 * @param lengthBytes the object's length
 */
public record Blake3Tree(long lengthBytes) {

  /** The length of every group but the last. */
  public static final int GROUP_BYTES = ChainingValues.GROUP_BYTES;

  /** Refuses a negative length. */
  public Blake3Tree {
    if (lengthBytes < 0) {
      throw new InvalidInput("an object of " + lengthBytes + " bytes; expected 0 or more");
    }
  }

  /**
   * The place of a chaining value in the tree.
   *
   * @param level 0 for the groups
   * @param index from the left, in its level
   */
  public record Node(int level, long index) {}

  /** How many groups the object has; an empty object has one. */
  public long groups() {
    return (lengthBytes - 1) / GROUP_BYTES + 1;
  }

  /** How many levels stand below the root: none for an object of one group. */
  public int levels() {
    return 64 - Long.numberOfLeadingZeros(groups() - 1);
  }

  /** How many values a level holds. */
  public long levelSize(int level) {
    Objects.checkIndex(level, levels());
    return ((groups() - 1) >>> level) + 1;
  }

  /** The length of the outboard. */
  public long outboardBytes() {
    return outboardOffset(levels());
  }

  /** Where a value stands in the outboard, in bytes. */
  public long outboardOffset(Node node) {
    Objects.checkIndex(node.index(), levelSize(node.level()));
    return outboardOffset(node.level()) + node.index() * HASH_BYTES;
  }

  private long outboardOffset(int level) {
    long nodes = 0;
    for (int below = 0; below < level; below++) {
      nodes += levelSize(below);
    }
    return nodes * HASH_BYTES;
  }

  /**
   * The values that {@link #verifies} needs beside the bytes of a run of groups: from level 0
   * upwards, at each level first the left then the right neighbour of what is known, where there is
   * one. At most two per level.
   *
   * @throws IndexOutOfBoundsException if the object has not these groups
   */
  public List<Node> siblings(long firstGroup, int groupCount) {
    Objects.checkFromIndexSize(firstGroup, groupCount, groups());
    List<Node> nodes = new ArrayList<>();
    long first = firstGroup;
    long last = firstGroup + groupCount - 1;
    for (int level = 0; level < levels(); level++) {
      if (hasLeft(first)) {
        nodes.add(new Node(level, first - 1));
      }
      if (hasRight(level, last)) {
        nodes.add(new Node(level, last + 1));
      }
      first /= 2;
      last /= 2;
    }
    return nodes;
  }

  /**
   * Whether these bytes are the named groups of the object with this hash and this length. Holds no
   * copy of them but of a piece, so that mapped bytes may be far more than the heap.
   *
   * @param firstGroup the group that starts at the buffer's position
   * @param bytes from position to limit, which stay as they are; as far as the end of a group or of
   *     the object; on the heap, direct, mapped or read-only
   * @param siblings the values of {@link #siblings}, one after another
   * @throws InvalidInput if the range does not end with a group, or the siblings are not as many as
   *     the range needs
   */
  public boolean verifies(byte[] hash, long firstGroup, ByteBuffer bytes, byte[] siblings) {
    int count = groupsIn(firstGroup, bytes.remaining());
    int needed = siblings(firstGroup, count).size();
    if (siblings.length != needed * HASH_BYTES) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%d bytes of siblings for %d groups from %d on; expected %d values of 32 bytes",
              siblings.length,
              count,
              firstGroup,
              needed));
    }
    if (groups() == 1) {
      byte[] group = new byte[bytes.remaining()];
      bytes.get(bytes.position(), group);
      return Arrays.equals(hash, ChainingValues.rootOfGroup(group, 0, group.length));
    }
    // With a free place on either side for the siblings.
    byte[] values = new byte[(count + 2) * HASH_BYTES];
    ChainingValues.ofGroups(bytes, firstGroup, values, HASH_BYTES);
    return Arrays.equals(hash, climb(values, firstGroup, count, siblings));
  }

  /** The root above a run of values that start at the second place of the array. */
  private byte[] climb(byte[] values, long firstGroup, int count, byte[] siblings) {
    long first = firstGroup;
    int known = count;
    int used = 0;
    for (int level = 0; level < levels(); level++) {
      long last = first + known - 1;
      int start = HASH_BYTES;
      if (hasLeft(first)) {
        start = 0;
        known++;
        System.arraycopy(siblings, used, values, start, HASH_BYTES);
        used += HASH_BYTES;
      }
      if (hasRight(level, last)) {
        System.arraycopy(siblings, used, values, start + known * HASH_BYTES, HASH_BYTES);
        known++;
        used += HASH_BYTES;
      }
      if (level < levels() - 1) {
        known = ChainingValues.toParents(values, start, known);
        first /= 2;
      }
      System.arraycopy(values, start, values, HASH_BYTES, known * HASH_BYTES);
    }
    return root(
        Arrays.copyOfRange(values, HASH_BYTES, 2 * HASH_BYTES),
        Arrays.copyOfRange(values, 2 * HASH_BYTES, 3 * HASH_BYTES));
  }

  private static boolean hasLeft(long first) {
    return first % 2 == 1;
  }

  private boolean hasRight(int level, long last) {
    return last % 2 == 0 && last + 1 < levelSize(level);
  }

  private int groupsIn(long firstGroup, int length) {
    Objects.checkIndex(firstGroup, groups());
    long end = firstGroup * GROUP_BYTES + length;
    boolean wholeGroups = length > 0 && length % GROUP_BYTES == 0 && end < lengthBytes;
    if (end != lengthBytes && !wholeGroups) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "%d bytes from group %d on in an object of %d bytes; expected whole groups of 16384"
                  + " bytes or the object up to its end",
              length,
              firstGroup,
              lengthBytes));
    }
    return Math.max(1, (length - 1) / GROUP_BYTES + 1);
  }

  /**
   * Whether this is the outboard, in every value, of an object with this hash and this length. Of
   * an object of one group the empty outboard is the right one whatever the hash.
   */
  public boolean verifiesOutboard(byte[] hash, byte[] outboard) {
    if (outboard.length != outboardBytes()) {
      return false;
    }
    if (groups() == 1) {
      return true;
    }
    byte[] groupValues = Arrays.copyOf(outboard, (int) groups() * HASH_BYTES);
    return Arrays.equals(outboard, outboardOf(groupValues))
        && Arrays.equals(hash, ChainingValues.root(groupValues, (int) groups()));
  }

  /**
   * Whether these are all values of a level, of an object with this hash and this length.
   *
   * @throws IndexOutOfBoundsException if the object has no such level
   */
  public boolean provesLevel(byte[] hash, int level, byte[] values) {
    return values.length == levelSize(level) * HASH_BYTES
        && Arrays.equals(hash, ChainingValues.root(values.clone(), (int) levelSize(level)));
  }

  /**
   * The value that stands so many levels above neighbours, which are all that are below it.
   *
   * @param values 32 bytes each; the first has an index that is a multiple of 2<sup>levels</sup>
   */
  public static byte[] above(byte[] values, int levels) {
    byte[] level = values.clone();
    int count = level.length / HASH_BYTES;
    for (int i = 0; i < levels; i++) {
      count = ChainingValues.toParents(level, 0, count);
    }
    if (count != 1) {
      throw new InvalidInput(
          values.length + " bytes of values for one that stands " + levels + " levels above them");
    }
    return Arrays.copyOf(level, HASH_BYTES);
  }

  /** The outboard above the values of two or more groups. */
  static byte[] outboardOf(byte[] groupValues) {
    Blake3Tree tree = new Blake3Tree((long) groupValues.length / HASH_BYTES * GROUP_BYTES);
    byte[] outboard = new byte[Math.toIntExact(tree.outboardBytes())];
    byte[] level = groupValues.clone();
    int count = level.length / HASH_BYTES;
    int at = 0;
    while (count >= 2) {
      System.arraycopy(level, 0, outboard, at, count * HASH_BYTES);
      at += count * HASH_BYTES;
      count = count == 2 ? 0 : ChainingValues.toParents(level, 0, count);
    }
    return outboard;
  }

  /**
   * The chaining value of one group, of an object that has more than one.
   *
   * @param length 1 to 16384; only the object's last group may be shorter than 16384
   * @throws InvalidInput if the length is another
   */
  public static byte[] groupValue(byte[] bytes, int offset, int length, long group) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    if (length < 1 || length > GROUP_BYTES) {
      throw new InvalidInput("a group of " + length + " bytes; expected 1 to " + GROUP_BYTES);
    }
    byte[] value = new byte[HASH_BYTES];
    ChainingValues.ofGroups(bytes, offset, length, group, value, 0);
    return value;
  }

  /** The chaining value above two neighbours that are not the topmost two. */
  public static byte[] parent(byte[] left, byte[] right) {
    byte[] both = concat(left, right);
    ChainingValues.toParents(both, 0, 2);
    return Arrays.copyOf(both, HASH_BYTES);
  }

  /** The hash of the object whose topmost two values these are. */
  public static byte[] root(byte[] left, byte[] right) {
    return ChainingValues.root(concat(left, right), 2);
  }

  private static byte[] concat(byte[] left, byte[] right) {
    if (left.length != HASH_BYTES || right.length != HASH_BYTES) {
      throw new InvalidInput(
          "chaining values of " + left.length + " and " + right.length + " bytes; expected 32");
    }
    byte[] both = Arrays.copyOf(left, 2 * HASH_BYTES);
    System.arraycopy(right, 0, both, HASH_BYTES, HASH_BYTES);
    return both;
  }
}
