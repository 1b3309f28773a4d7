/**
 * Measures DreamDB on this machine: {@code ./dreamdb bench NAME}, a class for each name.
 *
 * <p>What all have in common: work is compiled before it is timed; what is compared runs
 * interleaved, round by round, in one JVM; a time is the CPU time of the working thread unless a
 * column says wall-clock, so that a busy machine disturbs it least; a figure is the median of the
 * rounds. Rates of memory are given beside the rate at which the same run could read the same
 * memory, because only the ratio means anything on another machine. Each run prints the machine,
 * versions, seed, load and its command.
 */
@NullMarked
package io.dreamdb.benchmarks;

import org.jspecify.annotations.NullMarked;
