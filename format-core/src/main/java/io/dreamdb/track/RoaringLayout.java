package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The portable serialisation of Roaring bitmaps with the one choice of containers that the format
 * allows ({@code rows.md}, section 3). The library's own choice depends on how a bitmap was made
 * and on the library's version, so containers are built here, from plain bits.
 */
final class RoaringLayout {

  /** Offsets are below 2²⁴, so the high halves of values are below this. */
  private static final int MAX_KEYS = 1 << 8;

  private static final int COOKIE_WITHOUT_RUNS = 12_346;
  private static final int COOKIE_WITH_RUNS = 12_347;
  private static final int OFFSETS_FROM_CONTAINERS = 4;
  private static final int CONTAINER_WORDS = 1 << 10;
  private static final int CONTAINER_BYTES = 1 << 13;
  private static final int MAX_ARRAY_VALUES = 4_096;

  /** Up to 65,536 values with one high half. */
  private static final class Container {

    private final int key;
    private final int values;
    private final boolean isRun;
    private final byte[] bytes;

    private Container(int key, int values, boolean isRun, byte[] bytes) {
      this.key = key;
      this.values = values;
      this.isRun = isRun;
      this.bytes = bytes;
    }

    /** The container of 65,536 bits, at least one of them set. */
    static Container of(int key, long[] words) {
      int values = 0;
      int runs = 0;
      long before = 0;
      for (long word : words) {
        values += Long.bitCount(word);
        runs += Long.bitCount(word & ~(word << 1 | before));
        before = word >>> 63;
      }
      boolean isRun = 2 + 4 * runs < Math.min(2 * values, CONTAINER_BYTES);
      byte[] bytes =
          isRun
              ? runs(words, runs)
              : values <= MAX_ARRAY_VALUES ? array(words, values) : all(words);
      return new Container(key, values, isRun, bytes);
    }

    private static byte[] runs(long[] words, int runs) {
      byte[] bytes = new byte[2 + 4 * runs];
      ByteBuffer out = littleEndian(bytes).putShort((short) runs);
      int end = 0;
      for (int i = 0; i < runs; i++) {
        int start = next(words, end, 0);
        end = next(words, start, -1L);
        out.putShort((short) start).putShort((short) (end - start - 1));
      }
      return bytes;
    }

    /** The first bit from {@code from} on that is set in {@code words ^ flip}, or 65,536. */
    private static int next(long[] words, int from, long flip) {
      if (from == CONTAINER_WORDS << 6) {
        return from;
      }
      int index = from >>> 6;
      long word = (words[index] ^ flip) & -1L << from;
      while (word == 0 && ++index < CONTAINER_WORDS) {
        word = words[index] ^ flip;
      }
      return index == CONTAINER_WORDS
          ? index << 6
          : (index << 6) + Long.numberOfTrailingZeros(word);
    }

    private static byte[] array(long[] words, int values) {
      byte[] bytes = new byte[2 * values];
      ByteBuffer out = littleEndian(bytes);
      for (int i = 0; i < words.length; i++) {
        for (long word = words[i]; word != 0; word &= word - 1) {
          out.putShort((short) ((i << 6) + Long.numberOfTrailingZeros(word)));
        }
      }
      return bytes;
    }

    private static byte[] all(long[] words) {
      byte[] bytes = new byte[CONTAINER_BYTES];
      littleEndian(bytes).asLongBuffer().put(words);
      return bytes;
    }
  }

  private RoaringLayout() {}

  static byte[] write(RoaringBitmap bitmap) {
    Collector collector = new Collector();
    bitmap.forEach((org.roaringbitmap.IntConsumer) collector::add);
    List<Container> containers = collector.finish();
    int headBytes = headBytes(containers);
    int length = headBytes + containers.stream().mapToInt(c -> c.bytes.length).sum();
    byte[] bytes = new byte[length];
    ByteBuffer out = littleEndian(bytes);
    writeHead(containers, headBytes, out);
    containers.forEach(container -> out.put(container.bytes));
    return bytes;
  }

  private static boolean hasRuns(List<Container> containers) {
    return containers.stream().anyMatch(container -> container.isRun);
  }

  private static int headBytes(List<Container> containers) {
    int count = containers.size();
    boolean hasRuns = hasRuns(containers);
    int flags = hasRuns ? (count + 7) / 8 : Integer.BYTES;
    boolean hasOffsets = !hasRuns || count >= OFFSETS_FROM_CONTAINERS;
    return Integer.BYTES + flags + 4 * count + (hasOffsets ? 4 * count : 0);
  }

  private static void writeHead(List<Container> containers, int headBytes, ByteBuffer out) {
    int count = containers.size();
    if (hasRuns(containers)) {
      out.putInt(COOKIE_WITH_RUNS | ((count - 1) << 16));
      byte[] flags = new byte[(count + 7) / 8];
      for (int i = 0; i < count; i++) {
        flags[i / 8] |= (byte) (containers.get(i).isRun ? 1 << i % 8 : 0);
      }
      out.put(flags);
    } else {
      out.putInt(COOKIE_WITHOUT_RUNS).putInt(count);
    }
    for (Container container : containers) {
      out.putShort((short) container.key).putShort((short) (container.values - 1));
    }
    int offset = headBytes;
    for (int i = 0; i < count && out.position() < headBytes; i++) {
      out.putInt(offset);
      offset += containers.get(i).bytes.length;
    }
  }

  /**
   * Refuses bytes that are not the one form of a set of offsets below 2²⁴.
   *
   * @param what names the bytes in the failure
   */
  static void check(ByteBuffer bytes, String what) {
    new Checker(bytes, what).check();
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Gathers ascending values into containers. */
  private static final class Collector {

    private final List<Container> containers = new ArrayList<>();
    private final long[] words = new long[CONTAINER_WORDS];
    private int key = -1;

    void add(int value) {
      if (value >>> 16 != key) {
        flush();
        key = value >>> 16;
      }
      int low = value & 0xffff;
      words[low >>> 6] |= 1L << low;
    }

    private void flush() {
      if (key >= 0) {
        containers.add(Container.of(key, words));
        Arrays.fill(words, 0);
      }
    }

    List<Container> finish() {
      flush();
      return containers;
    }
  }

  /** Takes containers apart into plain bits and compares with what these bits give. */
  private static final class Checker {

    private final ByteBuffer in;
    private final String what;

    Checker(ByteBuffer bytes, String what) {
      this.in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
      this.what = what;
    }

    void check() {
      byte @Nullable [] runFlags = null;
      int cookie = in.remaining() < 8 ? 0 : in.getInt();
      int count;
      if ((cookie & 0xffff) == COOKIE_WITH_RUNS) {
        count = (cookie >>> 16) + 1;
        runFlags = new byte[(count + 7) / 8];
        require(count <= MAX_KEYS, "at most 256 containers", 0);
        require(in.remaining() >= runFlags.length + 4 * count, "a whole header", 0);
        in.get(runFlags);
      } else {
        require(cookie == COOKIE_WITHOUT_RUNS, "a cookie of Roaring bitmaps", 0);
        count = in.getInt();
        require(count >= 0 && count <= MAX_KEYS, "at most 256 containers", 4);
        require(in.remaining() >= 4 * count, "a whole header", 0);
      }
      checkContainers(count, runFlags);
    }

    private void checkContainers(int count, byte @Nullable [] runFlags) {
      int descriptors = in.position();
      List<Container> containers = new ArrayList<>(count);
      boolean hasOffsets = runFlags == null || count >= OFFSETS_FROM_CONTAINERS;
      int headBytes = descriptors + 4 * count + (hasOffsets ? 4 * count : 0);
      require(in.limit() >= headBytes, "a whole header", 0);
      in.position(headBytes);
      int previous = -1;
      for (int i = 0; i < count; i++) {
        int key = Short.toUnsignedInt(in.getShort(descriptors + 4 * i));
        int values = Short.toUnsignedInt(in.getShort(descriptors + 4 * i + 2)) + 1;
        require(key > previous && key < MAX_KEYS, "ascending keys below 256", descriptors + 4 * i);
        boolean isRun = runFlags != null && (runFlags[i / 8] >>> i % 8 & 1) != 0;
        containers.add(container(key, values, isRun));
        previous = key;
      }
      require(!in.hasRemaining(), "the end", in.position());
      ByteBuffer head = littleEndian(new byte[headBytes]);
      require(headBytes(containers) == headBytes, "the header of these containers", 0);
      writeHead(containers, headBytes, head);
      int difference = in.slice(0, headBytes).mismatch(head.flip());
      require(difference < 0, "the header of these containers", difference);
    }

    private Container container(int key, int values, boolean isRun) {
      int start = in.position();
      long[] words = isRun ? runs() : values <= MAX_ARRAY_VALUES ? array(values) : all();
      Container only = Container.of(key, words);
      boolean same =
          only.values == values
              && only.isRun == isRun
              && in.slice(start, in.position() - start).equals(ByteBuffer.wrap(only.bytes));
      require(same, "the one form of container " + key, start);
      return only;
    }

    private long[] runs() {
      int start = in.position();
      require(in.remaining() >= 2, "a whole container", start);
      int runs = Short.toUnsignedInt(in.getShort());
      require(runs > 0 && in.remaining() >= 4 * runs, "a whole container", start);
      long[] words = new long[CONTAINER_WORDS];
      for (int i = 0; i < runs; i++) {
        int first = Short.toUnsignedInt(in.getShort());
        int end = first + Short.toUnsignedInt(in.getShort()) + 1;
        require(end <= CONTAINER_WORDS << 6, "runs within 65,536 values", start);
        Bits.fill(words, first, end);
      }
      return words;
    }

    private long[] array(int values) {
      require(in.remaining() >= 2 * values, "a whole container", in.position());
      long[] words = new long[CONTAINER_WORDS];
      for (int i = 0; i < values; i++) {
        int value = Short.toUnsignedInt(in.getShort());
        words[value >>> 6] |= 1L << value;
      }
      return words;
    }

    private long[] all() {
      require(in.remaining() >= CONTAINER_BYTES, "a whole container", in.position());
      long[] words = new long[CONTAINER_WORDS];
      in.asLongBuffer().get(words);
      in.position(in.position() + CONTAINER_BYTES);
      return words;
    }

    private void require(boolean holds, String expected, int offset) {
      if (!holds) {
        throw new CorruptObject(
            String.format(
                Locale.ROOT,
                "%s: expected %s at byte %d of a deletion bitmap of %d bytes",
                what,
                expected,
                offset,
                in.limit()));
      }
    }
  }
}
