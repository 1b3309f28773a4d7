package io.dreamdb.spark;

import io.dreamdb.schema.BoundPredicate;
import io.dreamdb.schema.Predicate;
import java.io.Serializable;
import java.util.List;

/**
 * What each task of a scan does with its batches.
 *
 * @param schema all columns of the table
 * @param columns names of the columns to be read, hidden ones among them
 * @param filter in core's language, for all rows
 * @param manifest what the hidden column {@code _manifest} shows
 * @param batchRows the most rows of a columnar batch
 */
record ReadPlan(
    SchemaText schema, List<String> columns, String filter, String manifest, int batchRows)
    implements Serializable {

  /** The filter over the table's columns. */
  BoundPredicate condition() {
    return Predicate.parse(filter).bind(schema.schema()).simplify();
  }
}
