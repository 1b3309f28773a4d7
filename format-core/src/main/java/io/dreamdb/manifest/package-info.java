/**
 * Snapshots and what they are made of: {@link Genesis}, {@link Manifest}, the schema's encoding,
 * the trees that hold a track's entries, and the walks through history.
 *
 * <p>{@link Manifests} reads and writes snapshots and refuses those whose fields contradict one
 * another. {@link History} walks from one to those before it. {@link TreeView} reads trees, {@link
 * TreeChange} changes them; a {@link Tree} is the value that stands in a track.
 *
 * <p>Layouts: {@code docs/format/manifest.md} and {@code docs/format/tree.md}; golden files pin
 * them, and {@code docs/format/examples.md} shows those.
 */
@NullMarked
package io.dreamdb.manifest;

import org.jspecify.annotations.NullMarked;
