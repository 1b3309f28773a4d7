package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.StoredManifest;
import java.util.Locale;

/** A version that is brought into a branch, and the ref through which it is found. */
final class SourceVersion {

  /**
   * A version as it was found.
   *
   * @param version what the pointer names: the ref's own value, or an earlier content
   * @param refValue what the ref held, which reaches it
   */
  record Read(StoredManifest version, StoredManifest refValue) {}

  private final Space space;
  private final RefMoves moves;
  private final Pointers.Found found;

  private SourceVersion(Space space, RefMoves moves, Pointers.Found found) {
    this.space = space;
    this.moves = moves;
    this.found = found;
  }

  /** The version that a pointer names. */
  static SourceVersion of(Space space, RefMoves moves, Pointers pointers, String pointer) {
    Pointers.Found found = pointers.resolve(pointer);
    // A tag keeps nothing before its version; another ref that reaches it may keep more.
    return new SourceVersion(
        space,
        moves,
        found.ref().isTag() ? pointers.resolve(found.version().contentId().toString()) : found);
  }

  /**
   * Reads it, through a ref that is carried into an epoch first: only so may others take from it
   * ({@code refs.md}, section 4).
   *
   * @throws InvalidInput if it is expired
   */
  Read read(long epoch) {
    StoredManifest value = moves.carried(found.ref(), epoch).stored();
    StoredManifest version = found.moves() ? value : found.version();
    if (!found.moves() && !space.reaches(value, version)) {
      throw new InvalidInput(
          String.format(
              Locale.ROOT,
              "Version %s is expired: '%s' does not reach it any more",
              version.contentId(),
              found.ref()));
    }
    return new Read(version, value);
  }
}
