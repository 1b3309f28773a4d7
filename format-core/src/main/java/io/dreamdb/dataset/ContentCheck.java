package io.dreamdb.dataset;

import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks what manifests hold, each track once, in an order in which parents come first. */
final class ContentCheck {

  private final Space space;
  private final RowsCheck rows;
  private final IndexCheck indexes;
  private final CatalogCheck catalogs;
  private final Map<ObjectRef, Boolean> catalogTracks = new HashMap<>();

  ContentCheck(Space space, Findings found, Verify.@Nullable TableStores tables) {
    this.space = space;
    this.rows = new RowsCheck(space, found);
    this.indexes = new IndexCheck(space, found);
    this.catalogs = new CatalogCheck(space, found, tables);
  }

  void check(StoredManifest stored, ReachedManifests.Reached reached) {
    if (rows.check(stored, reached.parentsKnown())) {
      indexes.check(stored, before(stored, reached).filter(rows::isSound));
    }
    catalogTrack(stored).ifPresent(this::readable);
  }

  private Optional<StoredManifest> before(StoredManifest stored, ReachedManifests.Reached reached) {
    return reached.parentsKnown()
        ? stored.manifest().lineage().parents().stream().findFirst().map(space.manifests::read)
        : Optional.empty();
  }

  /** What is asked of the present value of a ref alone. */
  void checkHead(StoredManifest head) {
    catalogTrack(head).filter(this::readable).ifPresent(catalogs::checkTables);
  }

  private static Optional<ObjectRef> catalogTrack(StoredManifest stored) {
    return stored.manifest().state().track(Manifest.CATALOG_TRACK);
  }

  private boolean readable(ObjectRef track) {
    return catalogTracks.computeIfAbsent(track, catalogs::check);
  }
}
