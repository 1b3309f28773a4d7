package io.dreamdb.dataset;

import io.dreamdb.object.RefName;

/**
 * What was cut from the history of a branch.
 *
 * @param branch the branch
 * @param expired versions that it no longer reaches
 * @param kept versions that it still reaches, the present one included
 * @param bases versions that are kept without their history, for merges with other branches
 */
public record ExpireResult(RefName branch, long expired, long kept, int bases) {}
