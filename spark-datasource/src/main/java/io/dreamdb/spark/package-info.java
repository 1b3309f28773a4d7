/**
 * DreamDB tables in Spark SQL: a catalog, a data source and a table function.
 *
 * <p>A session needs two settings, both at its creation or on the server of Spark Connect:
 *
 * <pre>
 * spark.sql.extensions=io.dreamdb.spark.DreamExtensions
 * spark.sql.catalog.lake=io.dreamdb.spark.DreamCatalog
 * spark.sql.catalog.lake.warehouse=s3://bucket/warehouse
 * </pre>
 *
 * <p>The way of a query: catalog → table (a snapshot, pinned at analysis) → scan builder (columns,
 * filters) → scan → one task per batch → columnar batches. The way of a write: task writers →
 * messages → one commit on the driver.
 */
@NullMarked
package io.dreamdb.spark;

import org.jspecify.annotations.NullMarked;
