package io.dreamdb.dataset;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.LongConsumer;
import org.roaringbitmap.RoaringBitmap;

/**
 * A set of anchors, compact where they are dense. It grows by {@link #add}; what two sets give
 * together is a set of its own. One thread.
 */
final class AnchorBitmap {

  private static final int LOW_BITS = 31;
  private static final long LOW = (1L << LOW_BITS) - 1;

  private final TreeMap<Long, RoaringBitmap> parts = new TreeMap<>();

  /** Adds an anchor; false if it was there. */
  boolean add(long anchor) {
    return part(anchor).checkedAdd((int) (anchor & LOW));
  }

  /** Adds the anchors from {@code first} to {@code last}, both included. */
  void add(long first, long last) {
    for (long from = first; from <= last && from >= 0; from = (from | LOW) + 1) {
      long to = Math.min(last, from | LOW);
      part(from).add(from & LOW, (to & LOW) + 1);
    }
  }

  /** Removes the anchors from {@code first} to {@code last}, both included. */
  void remove(long first, long last) {
    for (long from = first; from <= last && from >= 0; from = (from | LOW) + 1) {
      long to = Math.min(last, from | LOW);
      RoaringBitmap part = parts.get(from >>> LOW_BITS);
      if (part != null) {
        part.remove(from & LOW, (to & LOW) + 1);
        parts.values().removeIf(RoaringBitmap::isEmpty);
      }
    }
  }

  boolean contains(long anchor) {
    RoaringBitmap part = parts.get(anchor >>> LOW_BITS);
    return part != null && part.contains((int) (anchor & LOW));
  }

  /** Whether it has one from {@code first} to {@code last}, both included. */
  boolean intersects(long first, long last) {
    boolean[] found = {false};
    forEach(first, last, anchor -> found[0] = true);
    return found[0];
  }

  private RoaringBitmap part(long anchor) {
    return parts.computeIfAbsent(anchor >>> LOW_BITS, high -> new RoaringBitmap());
  }

  /** The anchors that this has and the other has not. */
  AnchorBitmap minus(AnchorBitmap other) {
    return with(other, (mine, others) -> RoaringBitmap.andNot(mine, others));
  }

  /** The anchors that both have. */
  AnchorBitmap and(AnchorBitmap other) {
    return with(other, (mine, others) -> RoaringBitmap.and(mine, others));
  }

  /** The anchors that one of them has. */
  AnchorBitmap plus(AnchorBitmap other) {
    AnchorBitmap both = other.minus(this);
    parts.forEach((high, part) ->
        both.parts.merge(high, part.clone(), (mine, others) -> RoaringBitmap.or(mine, others)));
    return both;
  }

  private AnchorBitmap with(
      AnchorBitmap other, BiFunction<RoaringBitmap, RoaringBitmap, RoaringBitmap> operation) {
    AnchorBitmap result = new AnchorBitmap();
    RoaringBitmap nothing = new RoaringBitmap();
    for (Map.Entry<Long, RoaringBitmap> part : parts.entrySet()) {
      RoaringBitmap found =
          operation.apply(part.getValue(), other.parts.getOrDefault(part.getKey(), nothing));
      if (!found.isEmpty()) {
        result.parts.put(part.getKey(), found);
      }
    }
    return result;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  long cardinality() {
    return parts.values().stream().mapToLong(RoaringBitmap::getLongCardinality).sum();
  }

  /** The smallest; there must be one. */
  long first() {
    Map.Entry<Long, RoaringBitmap> part = parts.firstEntry();
    return part.getKey() << LOW_BITS | part.getValue().first();
  }

  /** The largest; there must be one. */
  long last() {
    Map.Entry<Long, RoaringBitmap> part = parts.lastEntry();
    return part.getKey() << LOW_BITS | part.getValue().last();
  }

  /** Gives those from {@code first} to {@code last}, both included, in order. */
  void forEach(long first, long last, LongConsumer consumer) {
    parts
        .subMap(first >>> LOW_BITS, true, last >>> LOW_BITS, true)
        .forEach((high, part) -> {
          var each = part.getIntIterator();
          each.advanceIfNeeded(high == first >>> LOW_BITS ? (int) (first & LOW) : 0);
          while (each.hasNext()) {
            long anchor = high << LOW_BITS | each.next();
            if (anchor > last) {
              return;
            }
            consumer.accept(anchor);
          }
        });
  }

  /** Gives all in order. */
  void forEach(LongConsumer consumer) {
    parts.forEach(
        (high, part) -> part.forEach((int low) -> consumer.accept(high << LOW_BITS | low)));
  }
}
