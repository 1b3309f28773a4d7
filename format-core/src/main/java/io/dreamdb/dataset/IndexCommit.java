package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.util.List;
import java.util.Optional;

/**
 * Gives a field an index that was built on an earlier head. Rows that were added since stay
 * uncovered, deletes act whatever the index; what others did to the same index since refuses it.
 */
final class IndexCommit implements Change {

  /** What changes an index so that what was built beside it is of no use. */
  private static final List<String> INDEXING =
      List.of(TableIndex.REBUILD, TableIndex.REFRESH, TableIndex.PUBLISH, TableIndex.COMPACT);

  /** Makes the index of a head out of what was built. */
  interface Body {

    /**
     * Stores the track.
     *
     * @param head the index that the head has now, of which appends may have changed the packs
     */
    ObjectRef store(Optional<IndexTrack> head, ObjectWriter writer);
  }

  private final Space space;
  private final String operation;
  private final int fieldId;
  private final long builtBirth;
  private final long objects;
  private final long bytes;
  private final Body body;

  /**
   * A commit of what was built.
   *
   * @param built wrote the objects
   */
  IndexCommit(Space space, String operation, int fieldId, ObjectWriter built, Body body) {
    this.space = space;
    this.operation = operation;
    this.fieldId = fieldId;
    this.builtBirth = built.epoch();
    this.objects = built.objectsWritten();
    this.bytes = built.bytesWritten();
    this.body = body;
  }

  @Override
  public String name() {
    return operation;
  }

  private boolean changedIndex(StoredManifest at, StoredManifest before) {
    String name = IndexTrack.name(fieldId);
    return INDEXING.contains(at.manifest().summary().operation())
        && !at.manifest().state().track(name).equals(before.manifest().state().track(name));
  }

  @Override
  public Optional<Draft> apply(Step step) {
    Movements.refuse(space, step, Movements.REPLACING, operation);
    Movements.refuse(space, step, this::changedIndex, operation);
    if (builtBirth < step.writer().epoch() - space.grace()) {
      throw new Conflict(
          operation
              + ": garbage was collected more than once while it worked, and what it wrote may be"
              + " gone; run it again");
    }
    Manifest head = step.head().stored().manifest();
    if (head.state().schema().fields().stream().noneMatch(field -> field.id() == fieldId)) {
      throw new Conflict(operation + ": the column was dropped meanwhile");
    }
    String name = IndexTrack.name(fieldId);
    IndexView view = new IndexView(space.reader, fieldId);
    ObjectRef stored = body.store(head.state().track(name).map(view::track), step.writer());
    Manifest.Content content =
        AbandonedAnchors.uncovered(
            space,
            step.writer(),
            head.state().withTrack(name, Optional.of(stored)),
            AbandonedAnchors.since(space, step));
    Summary before = head.summary();
    Summary summary =
        new Summary(operation, 0, 0, before.rowsLive(), before.batches(), objects, bytes);
    return Optional.of(Draft.of(content, summary, head.anchors()));
  }
}
