package io.dreamdb.object;

import io.dreamdb.store.Version;

/**
 * What a ref held when it was read.
 *
 * @param name the ref
 * @param manifest the id in its body
 * @param version what a swap from this value expects
 */
public record RefValue(RefName name, ObjectId manifest, Version version) {}
