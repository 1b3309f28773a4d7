package io.dreamdb.dataset;

import io.dreamdb.index.IndexTrack;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectCheck;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks the indexes that manifests hold ({@code index.md}): each object once, and that packs hold
 * the rows that are covered, for what differs from an index that was checked before.
 */
final class IndexCheck {

  /** What an index is of and is compared with. */
  private record Version(Field field, ObjectRef index, Optional<ObjectRef> rows) {}

  private final Space space;
  private final Findings found;
  private final Map<Integer, IndexObjectsCheck> objects = new HashMap<>();
  private final Map<Version, Boolean> known = new HashMap<>();

  IndexCheck(Space space, Findings found) {
    this.space = space;
    this.found = found;
  }

  /**
   * Checks a manifest whose rows were found right.
   *
   * @param before the manifest before it, if it was checked
   */
  void check(StoredManifest stored, Optional<StoredManifest> before) {
    Manifest.Content state = stored.manifest().state();
    for (String name : state.tracks().keySet()) {
      IndexTrack.fieldOf(name)
          .ifPresent(id -> {
            Optional<Version> version = version(stored, id);
            String key = ObjectCheck.manifestKey(stored.id());
            found.require(
                version.isPresent(),
                key,
                "a track '" + name + "' of an embedding",
                "no such column");
            version.ifPresent(now ->
                known.computeIfAbsent(
                    now, unknown -> check(unknown, before.flatMap(b -> version(b, id)))));
          });
    }
  }

  private static Optional<Version> version(StoredManifest stored, int fieldId) {
    Manifest.Content state = stored.manifest().state();
    Optional<Field> field =
        state.schema().findById(fieldId).filter(f -> f.type() instanceof EmbeddingType);
    Optional<ObjectRef> index = state.track(IndexTrack.name(fieldId));
    return field.isEmpty() || index.isEmpty()
        ? Optional.empty()
        : Optional.of(new Version(field.get(), index.get(), state.track(Manifest.ROWS_TRACK)));
  }

  private boolean check(Version now, Optional<Version> before) {
    IndexObjectsCheck check =
        objects.computeIfAbsent(now.field.id(), id -> new IndexObjectsCheck(space, found, id));
    Optional<IndexTrack> track = check.track(now.index, (EmbeddingType) now.field.type());
    if (track.isEmpty()) {
      return false;
    }
    // What was wrong before is no ground to stand on.
    Version ground = before.filter(b -> known.getOrDefault(b, false)).orElse(null);
    String key = found.key(ObjectFamily.indexTrack(now.field.id()), now.index);
    return found
        .attempt(key, "an index of the table's rows", () -> compare(key, check, ground, now))
        .orElse(false);
  }

  private boolean compare(
      String key, IndexObjectsCheck check, @Nullable Version before, Version now) {
    CoverageCheck.Side after = side(check, now);
    CoverageCheck.Side ground =
        before == null ? CoverageCheck.Side.nothing(after.index()) : side(check, before);
    return new CoverageCheck(space, found, check, now.field, key).compare(ground, after);
  }

  private CoverageCheck.Side side(IndexObjectsCheck check, Version version) {
    return new CoverageCheck.Side(
        check.view().track(version.index),
        version.rows.map(space.rows::track).orElse(io.dreamdb.track.RowsTrack.EMPTY));
  }
}
