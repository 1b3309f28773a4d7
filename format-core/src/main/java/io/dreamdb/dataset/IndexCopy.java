package io.dreamdb.dataset;

import io.dreamdb.CorruptObject;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.PackHead;
import io.dreamdb.index.SpatialIndex;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a {@link StateCopy} that is the index of a field. A spatial index refers to its
 * centroids and so gets another id where births differ; packs name it, and get another head.
 */
final class IndexCopy {

  private final Space source;
  private final Space target;
  private final ObjectWriter writer;
  private final int field;
  private final StateCopy copy;
  private final IndexView view;

  /** The copies of spatial indexes, by the ids of what they were made from. */
  private final Map<ObjectId, ObjectRef> spatials = new HashMap<>();

  IndexCopy(Space source, Space target, ObjectWriter writer, int field, StateCopy copy) {
    this.source = source;
    this.target = target;
    this.writer = writer;
    this.field = field;
    this.copy = copy;
    this.view = new IndexView(source.reader, field);
  }

  /** Copies the index at a track; returns the copy of the track. */
  ObjectRef run(ObjectRef ref) {
    IndexTrack track = view.track(ref);
    ObjectRef spatial = spatial(track.spatial());
    ObjectRef compressor = copy.object(ObjectFamily.compressors(field), track.compressor());
    IndexChange change =
        new IndexChange(target.reader, writer, IndexTrack.empty(field, spatial, compressor));
    view.packs(track).forEachRemaining(entry -> change.put(entry.storedAt(pack(entry.pack()))));
    view.coverage(track).forEachRemaining(change::cover);
    return change.finish(track.calibration()).ref();
  }

  private ObjectRef spatial(ObjectRef ref) {
    ObjectRef known = spatials.get(ref.id());
    if (known != null) {
      return known;
    }
    SpatialIndex index = view.spatial(ref);
    ObjectFamily family = ObjectFamily.centroids(field);
    List<SpatialIndex.Block> blocks =
        index.blocks().stream()
            .map(block -> new SpatialIndex.Block(copy.object(family, block.ref()), block.cells()))
            .toList();
    List<ObjectRef> parents = index.parents().stream().map(this::spatial).toList();
    ObjectRef copied =
        writer.write(ObjectFamily.spatialIndexes(field), index.copied(blocks, parents).encode());
    spatials.put(ref.id(), copied);
    return copied;
  }

  private ObjectRef pack(ObjectRef ref) {
    ObjectFamily family = ObjectFamily.packs(field);
    boolean same = spatials.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue().id()));
    if (same) {
      return copy.object(family, ref);
    }
    try (Spool spool = target.store.spool()) {
      source.reader.bytes(family, ref).forEachPiece(piece -> write(piece, spool, ref));
      ObjectRef copied = writer.write(family, spool.body());
      copy.count(copied, true);
      return copied;
    }
  }

  private void write(ByteBuffer piece, Spool spool, ObjectRef ref) {
    ByteBuffer rest = piece.duplicate();
    if (spool.lengthBytes() == 0) {
      PackHead head = PackHead.read(rest, ObjectFamily.packs(field) + " " + ref.name());
      ObjectRef spatial = spatials.get(head.spatial());
      if (spatial == null) {
        throw new CorruptObject(
            "Pack "
                + ref.name()
                + " was made under "
                + head.spatial()
                + ", which its index track does not come from");
      }
      ByteBuffer changed = head.under(spatial.id());
      rest.position(rest.position() + changed.remaining());
      spool.write(changed);
    }
    spool.write(rest);
  }
}
