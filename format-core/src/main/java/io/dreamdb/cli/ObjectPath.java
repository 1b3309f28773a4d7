package io.dreamdb.cli;

import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.References;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Walks from a manifest along the names of fields and the numbers of elements; a reference or an id
 * on the way leads into the object that it names.
 */
final class ObjectPath {

  private static final Map<String, ObjectFamily> FAMILIES =
      Map.of(
          "data", ObjectFamily.BATCH,
          "stats", ObjectFamily.STATISTICS,
          "deletions", ObjectFamily.BITMAP,
          "anchors", ObjectFamily.ANCHORS);

  /** Parts of a tombstone record that may be objects. */
  private static final Set<String> TOMBSTONE_PARTS = Set.of("anchors", "rows");

  /** Objects of the index of a field, by the names of the fields that refer to them. */
  private static final Map<String, String> INDEX_LEAVES =
      Map.of(
          "spatial", "spatial",
          "parents", "spatial",
          "blocks", "centroid",
          "compressor", "compressor",
          "pack", "pack");

  /** Fields of a pack with ids of objects that are neither manifest nor genesis. */
  private static final Set<String> IDS_OF_OTHERS = Set.of("spatial", "compressor");

  private final ObjectView objects;
  private final ObjectId timeline;
  private ObjectView.Shown object;
  private CborValue value;
  private String walked;

  /** The last field's name, the one before it, and the track that the walk is in. */
  private String field = "";

  private String above = "";
  private String modality = "";

  /** Whether the last field is one of a tombstone record. */
  private boolean inTombstone;

  /** The first number of the item that was last entered: of vectors the field's id. */
  private long itemNumber;

  ObjectPath(ObjectView objects, ObjectId timeline, ObjectId manifest) {
    this.objects = objects;
    this.timeline = timeline;
    this.object = objects.read(ObjectCheck.manifestKey(manifest));
    this.value = object.value();
    this.walked = ObjectCheck.manifestKey(manifest);
  }

  /**
   * Walks one step.
   *
   * @throws InvalidInput if there is no such field or element, naming those that there are
   */
  void step(String name) {
    if (value instanceof CborMap map) {
      value =
          map.get(name)
              .orElseThrow(() ->
                  new InvalidInput(
                      "There is no '" + name + "' in " + walked + "; there are " + map.keys()));
      above = field;
      field = name;
      inTombstone = map.get("operation").isPresent();
    } else if (value instanceof CborArray array) {
      value = element(array, name);
      if (value instanceof CborArray item
          && item.size() > 0
          && item.values().get(0) instanceof CborInt number) {
        itemNumber = number.value();
      }
    } else {
      throw new InvalidInput(walked + " is " + value.describe() + "; it has no '" + name + "'");
    }
    walked += "/" + name;
    follow();
  }

  private CborValue element(CborArray array, String name) {
    int index = name.matches("\\d{1,9}") ? Integer.parseInt(name) : -1;
    if (index < 0 || index >= array.size()) {
      throw new InvalidInput(
          "There is no element '"
              + name
              + "' in "
              + walked
              + "; expected a number from 0 to "
              + (array.size() - 1));
    }
    return array.values().get(index);
  }

  /** What the walk led to: an object as a whole, or a part of one. */
  ObjectView.Shown shown() {
    return value == object.value()
        ? object
        : new ObjectView.Shown(walked, Cbor.encodedLength(value), value);
  }

  private void follow() {
    if (Notation.isId(value) && !IDS_OF_OTHERS.contains(field)) {
      ObjectId id = ObjectId.ofBytes(((CborBytes) value).toArray());
      enter(
          objects.read(
              field.equals("genesis") ? ObjectCheck.genesisKey(id) : ObjectCheck.manifestKey(id)));
    } else if (ObjectView.isReference(value) && !field.equals("content")) {
      enter(objects.object(timeline, family(), References.decode(CborItem.root(walked, value))));
    }
  }

  private void enter(ObjectView.Shown next) {
    object = next;
    value = next.value();
  }

  private ObjectFamily family() {
    if (above.equals("tracks")) {
      OptionalInt indexed = IndexTrack.fieldOf(field);
      ObjectFamily track =
          indexed.isPresent()
              ? ObjectFamily.indexTrack(indexed.getAsInt())
              : new ObjectFamily(field, "track");
      modality = track.modality();
      return track;
    }
    if (inTombstone && TOMBSTONE_PARTS.contains(field)) {
      return ObjectFamily.TOMBSTONES;
    }
    if (field.equals("vectors")) {
      return ObjectFamily.vectors((int) itemNumber);
    }
    if (INDEX_LEAVES.containsKey(field)) {
      return new ObjectFamily(modality, INDEX_LEAVES.get(field));
    }
    ObjectFamily known = FAMILIES.get(field);
    return known != null ? known : new ObjectFamily(modality, "index");
  }
}
