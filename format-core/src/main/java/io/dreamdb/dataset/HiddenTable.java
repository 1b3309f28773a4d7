package io.dreamdb.dataset;

/**
 * A table that has no name now.
 *
 * @param name the name that it had or was to have
 * @param suffix tells it from others of that name
 * @param state {@code dropped}, {@code pending} or {@code purging}
 * @param location relative to the warehouse
 * @param timeNanos since when
 */
public record HiddenTable(
    TableName name, String suffix, String state, String location, long timeNanos) {}
