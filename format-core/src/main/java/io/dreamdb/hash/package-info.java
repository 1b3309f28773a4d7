/**
 * BLAKE3 in its unkeyed hash mode with 32 bytes of output, whole or as a tree for verified ranged
 * reads.
 *
 * <p>{@link io.dreamdb.hash.Blake3} hashes bytes at hand, {@link io.dreamdb.hash.Blake3Hasher}
 * hashes a stream and keeps the tree, {@link io.dreamdb.hash.Blake3Tree} says what the tree of an
 * object of n bytes looks like and checks ranges against the object's hash.
 *
 * <h2>The tree</h2>
 *
 * An object is cut into <em>groups</em> of 16 KiB (16 chunks of BLAKE3), the last may be shorter.
 * Each group has a chaining value of 32 bytes: that of the BLAKE3 subtree over its chunks. Level 0
 * holds the values of the groups in order. Each level above holds the parents of neighbours two by
 * two, and an odd last value is carried up unchanged; since BLAKE3 gives the left side of each
 * split the largest power of two of chunks that leaves something for the right, this is BLAKE3's
 * own tree. The parent of the two values of the topmost level, computed with the root flag, is the
 * hash. An object of at most one group has no levels.
 *
 * <h2>The outboard</h2>
 *
 * The levels one after another, level 0 first, each the 32-byte values in order without padding,
 * header or length; ceil(n / 16384) values in level 0, and in each further level half of those
 * below, rounded up, down to the level of two. It can be checked against the hash alone and needs
 * no trust: a wrong value gives another hash.
 *
 * <h2>Speed</h2>
 *
 * With the module {@code jdk.incubator.vector} 16 (or 8) chunks are hashed side by side; without it
 * one after another, at about an eighth of the speed. Uncompiled vector code is a hundred times
 * slower than either, so that a JVM hashes with the scalar kernel until a thread beside it has run
 * the vector kernel warm (see {@link io.dreamdb.hash.Blake3#warmUp}).
 */
@NullMarked
package io.dreamdb.hash;

import org.jspecify.annotations.NullMarked;
