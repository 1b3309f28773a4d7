/**
 * Kernels over memory outside the heap, through {@code MemorySegment}: the one part of the core
 * that is compiled for Java 25. {@code io.dreamdb.kernel} loads them by name where the JVM allows.
 *
 * <p>Only segments of one kind, native ones, ever reach these loops: once HotSpot has seen a heap
 * segment in them, they run at a quarter of the speed for the rest of the process.
 */
@NullMarked
package io.dreamdb.kernel.jdk25;

import org.jspecify.annotations.NullMarked;
