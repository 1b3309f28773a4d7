/**
 * The Trino plugin: a connector named {@code dreamdb} over the tables of a warehouse.
 *
 * <p>One class per role of Trino's SPI. Planning and commits happen on the coordinator, in {@link
 * io.dreamdb.trino.DreamMetadata}; tasks read in {@link io.dreamdb.trino.BatchPageSource} and write
 * in {@link io.dreamdb.trino.DreamPageSink}. What travels between the two are public records that
 * hold plain values only: Trino encodes them as JSON.
 */
@NullMarked
package io.dreamdb.trino;

import org.jspecify.annotations.NullMarked;
