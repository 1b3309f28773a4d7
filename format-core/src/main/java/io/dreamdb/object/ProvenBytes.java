package io.dreamdb.object;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pieces of large objects that were fetched and found right, in memory: at most so many bytes, what
 * was not used for longest leaving first. Safe for many threads.
 */
final class ProvenBytes {

  /** What an entry costs beside its bytes, about. */
  private static final int ENTRY_BYTES = 160;

  /** What a piece is. */
  enum Kind {
    /** A 16 KiB group of the object. */
    GROUP,
    /** Values of neighbouring groups, from the outboard. */
    VALUES,
    /** The values above them. */
    TOP
  }

  private record Slot(VerifiedGroups.Copy copy, Kind kind, int number) {}

  private final long maxBytes;
  private final Map<Slot, byte[]> pieces = new LinkedHashMap<>(64, 0.75f, true);
  private long heldBytes;

  ProvenBytes(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** What the pieces and their book-keeping take now. */
  synchronized long heldBytes() {
    return heldBytes;
  }

  /** A piece, not to be written; null if it is not here. */
  synchronized byte @Nullable [] get(VerifiedGroups.Copy copy, Kind kind, int number) {
    return pieces.get(new Slot(copy, kind, number));
  }

  /** Keeps a piece, which is not copied. */
  synchronized void put(VerifiedGroups.Copy copy, Kind kind, int number, byte[] piece) {
    byte[] replaced = pieces.put(new Slot(copy, kind, number), piece);
    heldBytes += cost(piece) - (replaced == null ? 0 : cost(replaced));
    Iterator<byte[]> oldest = pieces.values().iterator();
    while (heldBytes > maxBytes) {
      heldBytes -= cost(oldest.next());
      oldest.remove();
    }
  }

  private static long cost(byte[] piece) {
    return (long) piece.length + ENTRY_BYTES;
  }
}
