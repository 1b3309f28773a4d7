package io.dreamdb.dataset;

/**
 * A row in the order of an engine's function.
 *
 * @param anchor its key
 * @param isNull whether the function is NULL, as the row has no vector
 * @param value the engine's value; 0 where it is NULL
 */
public record TopRow(long anchor, boolean isNull, double value) {}
