package io.dreamdb.manifest;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a manifest stands in history.
 *
 * @param ref the one ref whose body it is
 * @param state whether the ref is in use
 * @param repeats the content that it repeats; null: it is content itself
 * @param parents the ref's previous value first, where there was one
 * @param generation 1 + the largest of the parents'
 * @param timestamp nanoseconds since the epoch, later than every parent's
 * @param depth number of contents before this one on its line
 * @param skips earlier contents on the line, deepest first; see {@link Skip}
 */
public record Lineage(
    RefName ref,
    State state,
    @Nullable Repeat repeats,
    List<ObjectId> parents,
    long generation,
    long timestamp,
    long depth,
    List<Skip> skips) {

  /** Copies the lists. */
  public Lineage {
    parents = List.copyOf(parents);
    skips = List.copyOf(skips);
  }

  /** Whether a ref is in use. */
  public enum State {
    /** In use. */
    LIVE,
    /** The table was dropped: content is kept, writers are refused. */
    SEALED,
    /** The ref was deleted. */
    CLOSED
  }

  /**
   * A content that another manifest repeats.
   *
   * @param content the manifest that brought it
   * @param timestamp that manifest's
   * @param generation that manifest's
   */
  public record Repeat(ObjectId content, long timestamp, long generation) {}
}
