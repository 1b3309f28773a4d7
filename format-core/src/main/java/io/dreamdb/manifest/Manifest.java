package io.dreamdb.manifest;

import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.Schema;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot: everything that exists, by name ({@code manifest.md}, section 2).
 *
 * @param genesis the timeline
 * @param lineage where it stands in history
 * @param retention what the collector may rely on
 * @param state what it holds
 * @param summary what the commit did
 * @param writer program and version
 * @param nonce 16 random bytes
 * @param anchors from where the next commit takes anchors; null: it draws a lane
 */
public record Manifest(
    ObjectId genesis,
    Lineage lineage,
    Retention retention,
    Content state,
    Summary summary,
    String writer,
    CborBytes nonce,
    @Nullable AnchorSource anchors) {

  /** Largest encoded form. */
  public static final int MAX_LENGTH_BYTES = 1 << 20;

  /** The name of the track of rows. */
  public static final String ROWS_TRACK = "rows";

  /** The name of the catalog's track. */
  public static final String CATALOG_TRACK = "catalog";

  /**
   * What a manifest holds, whoever brought it.
   *
   * @param schema the columns
   * @param tracks by name; one without entries is absent
   * @param properties as the user set them
   * @param registry state kept by programs; unknown keys are carried along
   * @param features what a program must know to use it
   */
  public record Content(
      Schema schema,
      SortedMap<String, ObjectRef> tracks,
      SortedMap<String, String> properties,
      CborMap registry,
      Features features) {

    /** Copies the maps. */
    public Content {
      tracks = Collections.unmodifiableSortedMap(new TreeMap<>(tracks));
      properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    }

    /** A table without rows. */
    public static Content empty(Schema schema, Map<String, String> properties) {
      return new Content(
          schema, new TreeMap<>(), new TreeMap<>(properties), CborMap.EMPTY, Features.NONE);
    }

    /** The track of that name, if it has entries. */
    public Optional<ObjectRef> track(String name) {
      return Optional.ofNullable(tracks.get(name));
    }

    /** The same with another track; empty removes it. */
    public Content withTrack(String name, Optional<ObjectRef> track) {
      SortedMap<String, ObjectRef> changed = new TreeMap<>(tracks);
      track.ifPresentOrElse(ref -> changed.put(name, ref), () -> changed.remove(name));
      return new Content(schema, changed, properties, registry, features);
    }

    /** The same with another value of a key of the registry. */
    public Content withRegistry(String key, CborValue value) {
      CborMap.Builder changed = CborMap.builder();
      registry.forEach((name, present) -> {
        if (!name.equals(key)) {
          changed.put(name, present);
        }
      });
      return new Content(schema, tracks, properties, changed.put(key, value).build(), features);
    }

    /** The same with other columns. */
    public Content withSchema(Schema changed) {
      return new Content(changed, tracks, properties, registry, features);
    }

    /** The same with other properties. */
    public Content withProperties(Map<String, String> changed) {
      return new Content(schema, tracks, new TreeMap<>(changed), registry, features);
    }
  }
}
