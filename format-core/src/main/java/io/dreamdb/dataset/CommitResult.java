package io.dreamdb.dataset;

import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.ObjectId;

/**
 * A commit that is in force.
 *
 * @param version the id of its content: what it can be read by for ever
 * @param summary what it did
 * @param attempts how often it was tried: 1 if nobody else committed meanwhile; 0 if there was
 *     nothing to do
 */
public record CommitResult(ObjectId version, Summary summary, int attempts) {

  /** A change that found nothing to do: the counts are those of no rows, whatever the head did. */
  static CommitResult nothing(StoredManifest head, String operation) {
    return new CommitResult(
        head.contentId(), Summary.unchanged(operation, head.manifest().summary()), 0);
  }

  static CommitResult of(StoredManifest stored, int attempts) {
    return new CommitResult(stored.contentId(), stored.manifest().summary(), attempts);
  }
}
