/**
 * Benchmarks inside Spark and Trino, beside what these bring themselves.
 *
 * <p>A time is the CPU time of the whole process that the engine runs in, its collector and
 * compilers included, since an engine works in many threads.
 */
@NullMarked
package io.dreamdb.benchmarks.engines;

import org.jspecify.annotations.NullMarked;
