package io.dreamdb.dataset;

import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.manifest.Features;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Schema;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Merges what three versions hold beside their rows. */
final class ContentMerge {

  private final ThreeWay sides;
  private final Manifest.Content base;
  private final Manifest.Content ours;
  private final Manifest.Content theirs;

  ContentMerge(ThreeWay sides) {
    this.sides = sides;
    this.base = sides.base().manifest().state();
    this.ours = sides.ours().manifest().state();
    this.theirs = sides.theirs().manifest().state();
  }

  /**
   * The content of the result.
   *
   * @param schema its columns
   * @param rows its track of rows
   * @param complete whether it has all rows that theirs has
   */
  Manifest.Content run(Schema schema, Optional<ObjectRef> rows, boolean complete) {
    return new Manifest.Content(
            schema, tracks(schema, complete), properties(), registry(), features())
        .withTrack(Manifest.ROWS_TRACK, rows);
  }

  /**
   * Our indexes: theirs would cover other rows, and two indexes are never one. Rows that come from
   * theirs stay uncovered.
   */
  private SortedMap<String, ObjectRef> tracks(Schema schema, boolean complete) {
    SortedMap<String, ObjectRef> tracks = new TreeMap<>(ours.tracks());
    theirs
        .tracks()
        .forEach((name, track) -> {
          if (complete && isOfUse(name)) {
            tracks.putIfAbsent(name, track);
          }
        });
    tracks.keySet().removeIf(name -> isDropped(name, schema));
    return tracks;
  }

  /**
   * An index that theirs made of a field of which we have none, if all rows that theirs has are
   * here: then all that it covers is right here, too. Anchors are stable, rows of ours it does not
   * cover, and nobody changes the vectors that a row has in a field, as new ones come with a new
   * field. Not so if we added the field ourselves: then rows that theirs covers as rows without a
   * vector may have got one here. Nor if we had the index, and dropped it.
   */
  private boolean isOfUse(String name) {
    OptionalInt field = IndexTrack.fieldOf(name);
    if (field.isEmpty() || base.track(name).isPresent()) {
      return false;
    }
    boolean here = ours.schema().findById(field.getAsInt()).isPresent();
    return !here || base.schema().findById(field.getAsInt()).isPresent();
  }

  private static boolean isDropped(String name, Schema schema) {
    OptionalInt field = IndexTrack.fieldOf(name);
    return field.isPresent() && schema.findById(field.getAsInt()).isEmpty();
  }

  private SortedMap<String, String> properties() {
    SortedMap<String, String> merged = new TreeMap<>();
    for (String key : keys(ours.properties(), theirs.properties())) {
      sides
          .choose(
              "property '" + key + "'",
              value(base.properties(), key),
              value(ours.properties(), key),
              value(theirs.properties(), key))
          .ifPresent(value -> merged.put(key, value));
    }
    return merged;
  }

  private static SortedSet<String> keys(Map<String, ?> left, Map<String, ?> right) {
    SortedSet<String> keys = new TreeSet<>(left.keySet());
    keys.addAll(right.keySet());
    return keys;
  }

  private static Optional<String> value(Map<String, String> map, String key) {
    return Optional.ofNullable(map.get(key));
  }

  /** State of programs: what one side changed; ours where both did, but for epochs of writers. */
  private CborMap registry() {
    SortedSet<String> keys = new TreeSet<>(ours.registry().keys());
    keys.addAll(theirs.registry().keys());
    keys.remove(WriterEpoch.KEY);
    CborMap.Builder merged = CborMap.builder();
    for (String key : keys) {
      Optional<CborValue> mine = ours.registry().get(key);
      Optional<CborValue> other = theirs.registry().get(key);
      Optional<CborValue> value = ThreeWay.changed(base.registry().get(key), mine, other);
      merged.putIfPresent(key, value.orElse(null));
    }
    CborMap rest = merged.build();
    Map<String, Long> epochs = WriterEpoch.all(ours);
    WriterEpoch.all(theirs).forEach((writer, epoch) -> epochs.merge(writer, epoch, Math::max));
    if (epochs.isEmpty()) {
      return rest;
    }
    CborValue writers = WriterEpoch.encode(epochs, "with those of both sides");
    return CborMap.builder().putAll(rest).put(WriterEpoch.KEY, writers).build();
  }

  private Features features() {
    return new Features(
        union(ours.features().reader(), theirs.features().reader()),
        union(ours.features().writer(), theirs.features().writer()));
  }

  private static SortedSet<String> union(SortedSet<String> left, SortedSet<String> right) {
    SortedSet<String> union = new TreeSet<>(left);
    union.addAll(right);
    return union;
  }
}
