/**
 * What an engine plugs in or drives: plans and messages that travel between its driver and its
 * tasks, the task-side writer, and access to a batch's verified bytes.
 *
 * <p>Everything that travels has {@code encode} and {@code decode}; the bytes are between processes
 * of one version and are not part of the format.
 */
@NullMarked
package io.dreamdb.dataset.spi;

import org.jspecify.annotations.NullMarked;
