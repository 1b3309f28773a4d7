package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.WrittenPack;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Puts the packs of appended batches into the indexes of a head. A pack that was made under another
 * spatial index or compressor than the head has now is dropped: its rows stay uncovered.
 */
final class AppendedPacks {

  private record Changed(IndexTrack track, IndexChange change) {}

  private final Space space;
  private final ObjectWriter writer;
  private final Manifest.Content head;
  private final SortedMap<Integer, Changed> changed = new TreeMap<>();

  AppendedPacks(Space space, ObjectWriter writer, Manifest.Content head) {
    this.space = space;
    this.writer = writer;
    this.head = head;
  }

  /** Adds the packs of a batch that begins with that anchor. */
  void add(List<WrittenPack> packs, long firstAnchor) {
    for (WrittenPack pack : packs) {
      Optional<ObjectRef> ref = head.track(IndexTrack.name(pack.fieldId()));
      if (ref.isEmpty()) {
        continue;
      }
      Changed index = changed.computeIfAbsent(pack.fieldId(), field -> open(field, ref.get()));
      boolean fits =
          index.track.spatial().id().equals(pack.spatial())
              && index.track.compressor().id().equals(pack.compressor());
      if (fits) {
        var moved = pack.entry().movedTo(firstAnchor);
        index.change.put(moved);
        index.change.cover(java.util.Objects.requireNonNull(moved.run()));
      }
    }
  }

  private Changed open(int fieldId, ObjectRef ref) {
    IndexTrack track = new IndexView(space.reader, fieldId).track(ref);
    return new Changed(track, new IndexChange(space.reader, writer, track));
  }

  /** The head's content with the changed indexes. */
  Manifest.Content finish() {
    Manifest.Content content = head;
    for (var entry : changed.entrySet()) {
      ObjectRef ref = entry.getValue().change.finish().ref();
      content = content.withTrack(IndexTrack.name(entry.getKey()), Optional.of(ref));
    }
    return content;
  }
}
