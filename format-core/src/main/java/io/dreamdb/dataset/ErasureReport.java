package io.dreamdb.dataset;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import java.util.List;

/**
 * Where rows still stand: nothing, if no version that is kept has an object with one of them.
 * Whether they are deleted in those versions makes no difference. What nothing reaches any more and
 * was not collected yet is not looked at.
 *
 * @param objects the objects
 * @param versions the versions that reach them
 */
public record ErasureReport(List<Holder> objects, List<Version> versions) {

  /** Copies the lists. */
  public ErasureReport {
    objects = List.copyOf(objects);
    versions = List.copyOf(versions);
  }

  /** Whether no row was found. */
  public boolean isEmpty() {
    return objects.isEmpty();
  }

  /**
   * An object with some of the rows.
   *
   * @param kind what it is: {@code batch}, {@code vector}, {@code statistics} or {@code pack}
   * @param key where it stands
   * @param rows how many of the rows are in it
   */
  public record Holder(String kind, String key, long rows) {}

  /**
   * A manifest that reaches some of the objects.
   *
   * @param ref the ref through which it is kept
   * @param manifest its id
   * @param timeNanos when it was committed, since 1970-01-01T00:00:00Z
   */
  public record Version(RefName ref, ObjectId manifest, long timeNanos) {}
}
