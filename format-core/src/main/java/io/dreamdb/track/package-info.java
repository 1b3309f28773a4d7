/**
 * The rows of a table: batches with their payload, deletions, and the tombstone log.
 *
 * <p>Layouts: {@code docs/format/rows.md}. The row batch itself is Parquet and is read and written
 * through the port {@link RowBatchCodec}: engines have their own Parquet, core brings one for
 * everybody else.
 */
@NullMarked
package io.dreamdb.track;

import org.jspecify.annotations.NullMarked;
