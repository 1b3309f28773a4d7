package io.dreamdb.object;

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

  private final BoundedMap<Slot, byte[]> pieces;

  ProvenBytes(long maxBytes) {
    this.pieces = new BoundedMap<>(maxBytes);
  }

  /** What the pieces and their book-keeping take now. */
  long heldBytes() {
    return pieces.heldBytes();
  }

  /** A piece, not to be written; null if it is not here. */
  byte @Nullable [] get(VerifiedGroups.Copy copy, Kind kind, int number) {
    return pieces.get(new Slot(copy, kind, number));
  }

  /** Keeps a piece, which is not copied, unless it is larger than all may be. */
  void put(VerifiedGroups.Copy copy, Kind kind, int number, byte[] piece) {
    pieces.put(new Slot(copy, kind, number), piece, (long) piece.length + ENTRY_BYTES);
  }
}
