/**
 * The door: tables, their snapshots and what can be done with them.
 *
 * <p>{@link Warehouse} finds tables by name, {@link Dataset} is one table, {@link Snapshot} one
 * version of it. Reading goes through {@link Scan} and {@link Search}; writing through {@link
 * Append} and {@link Delete}, each one commit. What engines plug in or drive is in {@code
 * dataset.spi}.
 */
@NullMarked
package io.dreamdb.dataset;

import org.jspecify.annotations.NullMarked;
