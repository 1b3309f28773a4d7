package io.dreamdb.dataset;

import io.dreamdb.UnsupportedFormat;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.track.RowsChange;
import io.dreamdb.track.RowsTrack;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes what a version of another space holds into this one, under one birth: data keep their
 * bytes, and what refers to them is written anew, as references say births. Every byte that is
 * copied is compared with its id. For one use, by one thread.
 */
final class StateCopy {

  private final Space source;
  private final Space target;
  private final ObjectWriter writer;
  private final Consumer<CloneResult> progress;
  private long copied;
  private long present;
  private long bytes;
  private long rows;
  private long batches;

  /** A copy of which all objects are born in the writer's epoch. */
  StateCopy(Space source, Space target, ObjectWriter writer, Consumer<CloneResult> progress) {
    this.source = source;
    this.target = target;
    this.writer = writer;
    this.progress = progress;
  }

  /**
   * Copies; all is stored when this returns.
   *
   * @param added what the entries of batches say of the manifest that adds them
   * @throws UnsupportedFormat if it has a track of which nothing is known here
   */
  Manifest.Content run(StoredManifest version, RowsMerge.Added added) {
    Manifest.Content state = version.manifest().state();
    state.features().requireWritable("Version " + version.contentId());
    SortedMap<String, ObjectRef> tracks = new TreeMap<>();
    state
        .tracks()
        .forEach((name, ref) -> {
          OptionalInt field = IndexTrack.fieldOf(name);
          if (name.equals(Manifest.ROWS_TRACK)) {
            rows(source.rows.track(ref), added).ifPresent(track -> tracks.put(name, track));
          } else if (field.isPresent()) {
            tracks.put(
                name, new IndexCopy(source, target, writer, field.getAsInt(), this).run(ref));
          } else {
            throw new UnsupportedFormat(
                "Version "
                    + version.contentId()
                    + " has a track '"
                    + name
                    + "', which cannot be brought into another table");
          }
        });
    writer.flush();
    return new Manifest.Content(
        state.schema(), tracks, state.properties(), state.registry(), state.features());
  }

  /** Rows of the batches, deleted ones included. */
  long rows() {
    return rows;
  }

  /** How many batches there are. */
  long batches() {
    return batches;
  }

  /** Data objects that were written. */
  long objects() {
    return copied;
  }

  /** Their bytes. */
  long bytes() {
    return bytes;
  }

  private Optional<ObjectRef> rows(RowsTrack track, RowsMerge.Added added) {
    RowsChange change = new RowsChange(target.reader, writer, RowsTrack.EMPTY);
    source
        .rows
        .batches(track)
        .forEachRemaining(batch -> {
          rows += batch.entry().rows();
          batches++;
          change.put(
              batch.with(
                  batch.entry().copied(this::object).addedBy(added.generation(), added.time())));
        });
    source
        .rows
        .tombstones(track)
        .forEachRemaining(record -> change.add(record.copied(this::object)));
    return Optional.ofNullable(change.finish().ref());
  }

  /** The copy of an object that refers to nothing, unless it is there. */
  ObjectRef object(ObjectFamily family, ObjectRef ref) {
    ObjectRef copy = new ObjectRef(ref.id(), writer.epoch(), ref.lengthBytes());
    boolean there = target.reader.existsWhole(family, copy);
    if (!there) {
      StoreTarget.store(target, family, source.reader.bytes(family, ref), writer);
    }
    count(copy, !there);
    return copy;
  }

  /** Tells that a copy stands. */
  void count(ObjectRef copy, boolean added) {
    copied += added ? 1 : 0;
    present += added ? 0 : 1;
    bytes += added ? copy.lengthBytes() : 0;
    progress.accept(new CloneResult(0, copied, present, bytes));
  }
}
