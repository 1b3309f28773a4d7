package io.dreamdb.dataset;

/**
 * What a compaction did, or would do.
 *
 * @param commit its commit
 * @param batchesBefore batches that are replaced
 * @param batchesAfter batches in their place
 * @param rowsWritten live rows in them
 * @param rowsDropped deleted rows that they lack
 * @param packs packs of indexes that were written anew
 */
public record CompactionResult(
    CommitResult commit,
    int batchesBefore,
    int batchesAfter,
    long rowsWritten,
    long rowsDropped,
    int packs) {}
