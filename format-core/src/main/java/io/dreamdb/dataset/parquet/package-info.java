/**
 * Row batches as Parquet files, for everybody who has no Parquet of their own.
 *
 * <p>The layout is that of {@code docs/format/rows.md}, section 4. This is how core uses the
 * freedom that it leaves to writers:
 *
 * <ul>
 *   <li>data pages of version 1 and dictionaries, which every engine reads fast;
 *   <li>pages of at most about 1 MiB and 20,000 rows, row groups that end at 128 MiB or 2¹⁷ rows,
 *       page indexes, so that few rows out of many cost few bytes;
 *   <li>no checksums inside: the object's id is one;
 *   <li>pages compressed with Zstandard by aircompressor, which is Java: on pages of text and of
 *       timestamps it left 25 % of the bytes, where LZ4 and Snappy, twice as fast, left 44 to 60 %,
 *       and gzip, a ninth as fast, 24 to 32 %. Object stores are slower than all of them but gzip.
 * </ul>
 *
 * <p>Reading takes what engines write: pages of both versions, every encoding of parquet-java, and
 * the compressions GZIP, SNAPPY, ZSTD and LZ4_RAW. Types are those of the specification and, for
 * decimals, any physical type; INT96 and timestamps in other units are refused.
 *
 * <p>Whoever looks at few rows, here and there, finds what others made of the file before: the
 * footer, page indexes, dictionaries, and pages, decompressed. In a page the values before the
 * wanted one are passed over by runs, or at once where they are of one length.
 *
 * <p>parquet-java's file reader and its compression need Hadoop's classes or native libraries. Here
 * its schemas, encodings, footers and page writers are used, which need neither, under a page
 * reader of our own. Whoever changes an import must keep the test that runs without Hadoop passing.
 */
@NullMarked
package io.dreamdb.dataset.parquet;

import org.jspecify.annotations.NullMarked;
