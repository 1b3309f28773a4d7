package io.dreamdb.dataset;

/**
 * What a clone has, or has so far.
 *
 * @param refs branches and tags
 * @param copied objects and manifests that were copied
 * @param present objects that an earlier attempt had copied
 * @param bytes of the objects that were copied
 */
public record CloneResult(long refs, long copied, long present, long bytes) {}
