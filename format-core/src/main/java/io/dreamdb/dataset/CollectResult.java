package io.dreamdb.dataset;

/**
 * What a collection of garbage did, or has done so far.
 *
 * @param epoch the collection epoch that it began
 * @param refs refs that it carried into that epoch, deleted ones included
 * @param manifests manifests that they reach
 * @param objects other objects that they reach, without outboards
 * @param listed keys that the store showed
 * @param deleted keys that were removed
 * @param bytes the bytes of what was removed
 * @param young keys that nothing reaches and that are too young to be removed: a commit that is
 *     under way may yet use them
 * @param unknown keys that this version has no name for; they stay
 */
public record CollectResult(
    long epoch,
    long refs,
    long manifests,
    long objects,
    long listed,
    long deleted,
    long bytes,
    long young,
    long unknown) {}
