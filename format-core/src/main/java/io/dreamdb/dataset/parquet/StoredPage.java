package io.dreamdb.dataset.parquet;

import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DictionaryPage;
import org.jspecify.annotations.Nullable;

/**
 * A page of a file, decompressed: of values, a dictionary, or of a kind that is passed over.
 *
 * @param lengthBytes what it takes in the file, with its header
 */
record StoredPage(@Nullable DataPage data, @Nullable DictionaryPage dictionary, int lengthBytes) {}
