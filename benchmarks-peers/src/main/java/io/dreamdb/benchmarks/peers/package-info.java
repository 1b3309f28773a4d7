/**
 * Other vector indexes that {@code ./dreamdb bench peers} measures beside DreamDB's, each as its
 * documentation says it is used.
 */
@NullMarked
package io.dreamdb.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
