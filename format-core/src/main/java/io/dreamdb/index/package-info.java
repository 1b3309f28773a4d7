/**
 * The vector index: cells, codes and packs, and the search over them.
 *
 * <p>Layouts: {@code docs/format/index.md}, of which this package is the only implementation. A
 * {@link SpatialIndex} divides space into cells, a {@link VectorCompressor} says how vectors become
 * codes, {@link Pack packs} hold the codes, and an {@link IndexTrack} says which packs there are
 * and which rows they hold. The rows themselves are not known here: their vectors come through
 * {@link VectorSource}, and what is found is anchors.
 */
@NullMarked
package io.dreamdb.index;

import org.jspecify.annotations.NullMarked;
