package io.dreamdb.track;

import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.manifest.TreeKey;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Batches by the very value that stands in a cached page, so that whoever plans again and again
 * decodes and checks each entry once. An entry goes when its page does. Safe for many threads.
 */
final class DecodedBatches {

  private final ConcurrentMap<Object, Batch> batches = new ConcurrentHashMap<>();
  private final ReferenceQueue<CborValue> gone = new ReferenceQueue<>();

  Batch decode(TreeKey key, CborValue value) {
    Batch known = batches.get(new Lookup(value));
    if (known != null && known.firstAnchor() == Anchor.ofKey(key)) {
      return known;
    }
    Batch decoded = decodeAnew(key, value);
    forgetGone();
    batches.put(new Weak(value, gone), decoded);
    return decoded;
  }

  private static Batch decodeAnew(TreeKey key, CborValue value) {
    long firstAnchor = Anchor.ofKey(key);
    CborItem item = CborItem.root("rows batch " + firstAnchor, value);
    BatchEntry entry = BatchEntry.decode(item);
    return BatchEntryCodec.inRange(item, () -> new Batch(firstAnchor, entry));
  }

  private void forgetGone() {
    for (Object key = gone.poll(); key != null; key = gone.poll()) {
      batches.remove(key);
    }
  }

  /** Equal to another of the same live value, and to itself when the value is gone. */
  private static final class Weak extends WeakReference<CborValue> {

    private final int hash;

    Weak(CborValue value, ReferenceQueue<CborValue> queue) {
      super(value, queue);
      this.hash = System.identityHashCode(value);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      CborValue value = get();
      return value != null && other instanceof Weak weak && weak.refersTo(value);
    }
  }

  /** Finds a {@link Weak} without making one: look-ups call {@code equals} of what is asked. */
  private record Lookup(CborValue value) {

    @Override
    public int hashCode() {
      return System.identityHashCode(value);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Weak weak && weak.refersTo(value);
    }
  }
}
