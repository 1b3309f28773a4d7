package io.dreamdb.manifest;

import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborMap;

/**
 * What a commit did and what is there after it ({@code manifest.md}, section 4). Counts are exact.
 *
 * @param operation a word such as {@code append}
 * @param rowsAdded rows in the batches that it added
 * @param rowsDeleted rows that it marked as deleted
 * @param rowsLive live rows after it
 * @param batches batches after it
 * @param objectsAdded data objects that it wrote
 * @param bytesAdded their bytes
 */
public record Summary(
    String operation,
    long rowsAdded,
    long rowsDeleted,
    long rowsLive,
    long batches,
    long objectsAdded,
    long bytesAdded) {

  /** A commit that only says what it was: the counts of {@code before}, nothing added. */
  public static Summary unchanged(String operation, Summary before) {
    return new Summary(operation, 0, 0, before.rowsLive, before.batches, 0, 0);
  }

  /** The summary of a space without rows. */
  public static Summary empty(String operation) {
    return new Summary(operation, 0, 0, 0, 0, 0, 0);
  }

  CborMap encode() {
    return CborMap.builder()
        .put("operation", operation)
        .put("rows_added", rowsAdded)
        .put("rows_deleted", rowsDeleted)
        .put("rows_live", rowsLive)
        .put("batches", batches)
        .put("objects_added", objectsAdded)
        .put("bytes_added", bytesAdded)
        .build();
  }

  static Summary decode(CborFields fields) {
    Summary summary =
        new Summary(
            fields.text("operation"),
            fields.nonNegative("rows_added"),
            fields.nonNegative("rows_deleted"),
            fields.nonNegative("rows_live"),
            fields.nonNegative("batches"),
            fields.nonNegative("objects_added"),
            fields.nonNegative("bytes_added"));
    fields.done();
    return summary;
  }
}
