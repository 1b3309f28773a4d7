package io.dreamdb.object;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * A part of a {@link RangedObject}; its bytes are there after {@link ObjectReader#fetch}, and stay
 * as long as the part does. For one thread.
 */
public final class ObjectPart {

  private static final byte[] ABSENT = {};

  private final RangedObject object;
  private final long offset;
  private final int length;
  private final byte[][] groups; // ABSENT before they were fetched

  ObjectPart(RangedObject object, long offset, int length) {
    this.object = object;
    this.offset = offset;
    this.length = length;
    this.groups = new byte[length == 0 ? 0 : lastGroup() - firstGroup() + 1][];
    Arrays.fill(groups, ABSENT);
  }

  /** How many bytes it has. */
  public int lengthBytes() {
    return length;
  }

  /**
   * Copies bytes of the part, whatever the target's position.
   *
   * @param from the first of them, counted from the part's begin
   */
  public void copyTo(int from, int count, ByteBuffer target, int at) {
    Objects.checkFromIndexSize(from, count, length);
    int within = (int) (offset % RangedObject.GROUP) + from;
    for (int done = 0; done < count; ) {
      int start = (within + done) % RangedObject.GROUP;
      int some = Math.min(count - done, RangedObject.GROUP - start);
      target.put(at + done, group((within + done) / RangedObject.GROUP), start, some);
      done += some;
    }
  }

  /** All bytes: read-only, at position 0, on the heap. */
  public ByteBuffer bytes() {
    if (groups.length == 1) {
      int start = (int) (offset % RangedObject.GROUP);
      return ByteBuffer.wrap(group(0)).slice(start, length).asReadOnlyBuffer();
    }
    ByteBuffer joined = ByteBuffer.allocate(length);
    copyTo(0, length, joined, 0);
    return joined.asReadOnlyBuffer();
  }

  private byte[] group(int index) {
    byte[] bytes = groups[index];
    if (bytes == ABSENT) {
      throw new IllegalStateException("a part of " + object.name() + " was not fetched");
    }
    return bytes;
  }

  RangedObject object() {
    return object;
  }

  boolean isEmpty() {
    return length == 0;
  }

  int firstGroup() {
    return (int) (offset / RangedObject.GROUP);
  }

  int lastGroup() {
    return (int) ((offset + length - 1) / RangedObject.GROUP);
  }

  boolean has(int group) {
    return groups[group - firstGroup()] != ABSENT;
  }

  void put(int group, byte[] bytes) {
    groups[group - firstGroup()] = bytes;
  }
}
