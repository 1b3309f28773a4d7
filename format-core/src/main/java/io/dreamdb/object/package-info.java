/**
 * Immutable objects named by the hash of their bytes, and the refs that move between them.
 *
 * <p>Identity, keys, births and references are specified in {@code docs/format/README.md}, the
 * values of refs and {@code gc/root} in {@code docs/format/refs.md}, verified reads of parts in
 * {@code docs/format/outboard.md}; this package is their only implementation.
 *
 * <p>Reader and writer are two types: {@code ObjectReader} verifies everything it returns, {@code
 * ObjectWriter} names everything it stores. {@code Refs} and {@code Epochs} are the only mutable
 * state of a space; both move by compare-and-set alone. What kind of object stands where is an
 * {@code ObjectFamily}; what is inside is the business of the packages above, which decode it with
 * {@code StructuralObject} and {@code References}.
 */
@NullMarked
package io.dreamdb.object;

import org.jspecify.annotations.NullMarked;
