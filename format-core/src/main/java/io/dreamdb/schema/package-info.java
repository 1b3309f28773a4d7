/**
 * What tables hold and how it is asked for: types, fields with ids, columns of values in primitive
 * arrays, statistics of columns, and the predicate language.
 *
 * <p>Text forms: types and schemas ({@link io.dreamdb.schema.Type#text}, grammar in {@code
 * TypeParser}), predicates ({@link io.dreamdb.schema.Predicate}, grammar in {@code
 * docs/guide/filter.md}). The one byte layout is that of single values, which is Iceberg's ({@link
 * io.dreamdb.schema.Value}).
 *
 * <p>The order of values, and so what predicates and bounds mean: false is below true; numbers go
 * by size, NaN equals NaN and is above all, −0 equals +0; strings and binary values go by unsigned
 * bytes, of strings those of UTF-8, which is code point order; dates and times go by time. NULL
 * compared with anything is neither true nor false, and AND, OR and NOT are three-valued.
 */
@NullMarked
package io.dreamdb.schema;

import org.jspecify.annotations.NullMarked;
