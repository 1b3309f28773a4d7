package io.dreamdb.dataset;

/**
 * What a clone, or the export or import of a bundle, has copied, or has copied so far.
 *
 * @param refs branches and tags
 * @param copied objects and manifests that were copied
 * @param present objects and manifests that were there
 * @param bytes of those that were copied
 */
public record CloneResult(long refs, long copied, long present, long bytes) {}
