/**
 * The SQL functions, without an engine: what each computes, when it is NULL, what it refuses, and
 * the text that documents it.
 *
 * <p>{@link io.dreamdb.udfs.VectorFunction} lists them. An engine registers each under its SQL name
 * and calls the body: {@link io.dreamdb.udfs.VectorFunctions} for the scalar ones, {@link
 * io.dreamdb.udfs.VectorTotal} for the two aggregates. Where Spark 4.2 has a function of that name,
 * ours returns the same bits ({@link io.dreamdb.udfs.SparkArithmetic}), and {@link
 * io.dreamdb.udfs.RoundingBound} says how far they can be from the real number.
 */
@NullMarked
package io.dreamdb.udfs;

import org.jspecify.annotations.NullMarked;
