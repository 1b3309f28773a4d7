package io.dreamdb.dataset;

/**
 * What a change of an index did.
 *
 * @param commit the commit; its rows and batches are those before it
 * @param cells the index has
 * @param packs that were written
 * @param rows that they hold
 * @param entries of which they have codes: more than rows where these stand in a second cell
 * @param bytes of the packs
 */
public record IndexResult(
    CommitResult commit, int cells, int packs, long rows, long entries, long bytes) {}
