package io.dreamdb.index;

/**
 * What an index proposes for one query.
 *
 * @param anchors live rows that match, in the order of their estimates
 * @param cost what it took
 */
record Proposals(long[] anchors, SearchCost cost) {}
