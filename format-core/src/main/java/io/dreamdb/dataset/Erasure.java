package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.LongStream;

/** Walks all that refs keep and looks for rows. */
final class Erasure {

  private Erasure() {}

  static ErasureReport report(Space space, LongStream anchors) {
    TreeSet<Long> wanted = new TreeSet<>();
    anchors.forEach(wanted::add);
    RowHolders holders = new RowHolders(space, wanted);
    Map<ObjectId, Boolean> known = new HashMap<>();
    List<ErasureReport.Version> versions = new ArrayList<>();
    for (RefName ref : space.epochs.read().refs()) {
      Iterator<StoredManifest> kept =
          space.history.reached(space.head(ref).map(Head::stored).stream().toList());
      while (kept.hasNext()) {
        StoredManifest version = kept.next();
        if (known.computeIfAbsent(version.id(), unread -> holders.in(version))) {
          versions.add(
              new ErasureReport.Version(
                  ref, version.id(), version.manifest().lineage().timestamp()));
        }
      }
    }
    return new ErasureReport(holders.found(), versions);
  }
}
