/**
 * What {@code ./dreamdb quickstart} runs: a warehouse with real data, made in Spark, searched in
 * Spark and in Trino, with a line and a time for each step.
 *
 * <p>The way: a {@link io.dreamdb.quickstart.Source} (the API of this JDK, or a Parquet file)
 * becomes rows of a table by {@link io.dreamdb.quickstart.SparkSide}; the {@link
 * io.dreamdb.quickstart.Tour} asks both engines the same questions and puts the answers side by
 * side. All that it does to a table it says in SQL, and prints.
 *
 * <p>{@link io.dreamdb.quickstart.HashedTerms} stands in for the model that a user has: words that
 * are hashed, not meaning that was learned.
 */
@NullMarked
package io.dreamdb.quickstart;

import org.jspecify.annotations.NullMarked;
