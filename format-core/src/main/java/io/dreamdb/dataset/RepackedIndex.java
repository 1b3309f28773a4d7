package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.BuildWork;
import io.dreamdb.index.Calibration;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.PackBuild;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.StoredIndex;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.util.List;
import java.util.Optional;

/**
 * Packs that were written anew in the place of all that an index had, in the same cells and with
 * the same codes. Packs that others appended since stay.
 *
 * @param planned the index whose packs they replace
 * @param packs the new ones
 * @param covered the rows in them
 * @param birth the epoch in which they were written
 * @param objects how many objects were written
 * @param bytes how long they are together
 */
record RepackedIndex(
    Space space,
    IndexTrack planned,
    List<PackEntry> packs,
    List<AnchorRun> covered,
    long birth,
    long objects,
    long bytes) {

  /** Writes packs of these rows. */
  static RepackedIndex build(
      Space space,
      ObjectWriter writer,
      IndexView view,
      IndexTrack track,
      TableVectors vectors,
      BuildWork work) {
    PackBuild build =
        PackBuild.open(
            view, track.fieldId(), track.spatial(), track.compressor(), view.spills(track));
    List<PackEntry> packs =
        build.build(vectors, 1, writer, new PackBuild.Work(work, space.store::spool));
    return new RepackedIndex(
        space,
        track,
        packs,
        vectors.runs(),
        writer.epoch(),
        writer.objectsWritten(),
        writer.bytesWritten());
  }

  /**
   * The content with the new packs in its index, if it has one still.
   *
   * @throws Conflict if others changed the index so that these are of no use
   */
  Manifest.Content putInto(Manifest.Content content, ObjectWriter writer) {
    if (birth < writer.epoch() - space.grace()) {
      throw new Conflict(
          "Garbage was collected more than once while packs were written; run it again");
    }
    String name = IndexTrack.name(planned.fieldId());
    IndexView view = new IndexView(space.reader, planned.fieldId());
    Optional<ObjectRef> stored =
        content
            .track(name)
            .map(view::track)
            .map(now -> replacedIn(now, writer, now.calibration()).ref());
    return stored.isEmpty() ? content : content.withTrack(name, stored);
  }

  /** The index that a head has, with these packs in the place of those that they replace. */
  StoredIndex replacedIn(IndexTrack now, ObjectWriter writer, List<Calibration> calibration) {
    boolean same =
        planned.spatial().id().equals(now.spatial().id())
            && planned.compressor().id().equals(now.compressor().id());
    if (!same) {
      throw new Conflict("The index was built anew meanwhile; run it again");
    }
    IndexChange change = new IndexChange(space.reader, writer, now);
    new IndexView(space.reader, planned.fieldId()).packs(planned).forEachRemaining(change::remove);
    packs.forEach(change::put);
    covered.forEach(change::cover);
    return change.finish(calibration);
  }
}
