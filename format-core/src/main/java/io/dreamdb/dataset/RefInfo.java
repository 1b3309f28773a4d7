package io.dreamdb.dataset;

import io.dreamdb.manifest.Lineage;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;

/**
 * A branch or tag.
 *
 * @param name its ref
 * @param version the content that it holds
 * @param timeNanos when that content was committed, since 1970-01-01T00:00:00Z
 */
public record RefInfo(RefName name, ObjectId version, long timeNanos) {

  static RefInfo of(Head head) {
    Lineage.Repeat content = head.stored().content();
    return new RefInfo(head.value().name(), content.content(), content.timestamp());
  }
}
