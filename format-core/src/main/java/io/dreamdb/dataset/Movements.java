package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.manifest.StoredManifest;
import java.util.List;

/** What others committed between the head that a change was planned on and the present one. */
final class Movements {

  private Movements() {}

  /**
   * Refuses a change that others' operations of these kinds do not go together with.
   *
   * @throws Conflict naming the operation and its version
   */
  static void refuse(Space space, Change.Step step, List<String> operations, String name) {
    StoredManifest at = step.head().stored();
    while (!at.id().equals(step.base().stored().id())) {
      String operation = at.manifest().summary().operation();
      if (operations.contains(operation)) {
        throw new Conflict(
            name
                + ": others committed "
                + operation
                + " ("
                + at.contentId()
                + ") meanwhile; look at the table and run it again");
      }
      at = space.manifests.read(at.manifest().lineage().parents().get(0));
    }
  }
}
