package io.dreamdb.trino;

import io.airlift.slice.Slices;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The rows that a search finds, nearest first, in one page. */
final class SearchPageSource implements ConnectorPageSource {

  private final Snapshot snapshot;
  private final SearchRequest request;
  private final List<DreamColumn> columns;
  private final ColumnBlocks blocks;

  private SearchResult.@Nullable Statistics statistics;
  private boolean finished;

  SearchPageSource(
      Snapshot snapshot, SearchRequest request, List<DreamColumn> columns, TypeMapping types) {
    this.snapshot = snapshot;
    this.request = request;
    this.columns = columns;
    this.blocks = new ColumnBlocks(types);
  }

  @Override
  public @Nullable SourcePage getNextSourcePage() {
    if (finished) {
      return null;
    }
    finished = true;
    SearchResult result = snapshot.search(request);
    statistics = result.statistics();
    return result.hits().isEmpty() ? null : SourcePage.create(page(result.hits()));
  }

  private Page page(List<SearchResult.Hit> hits) {
    long[] anchors = hits.stream().mapToLong(SearchResult.Hit::anchor).toArray();
    int[] distances = new int[anchors.length];
    for (int i = 0; i < distances.length; i++) {
      distances[i] = Float.floatToRawIntBits(hits.get(i).distance());
    }
    RowBlock rows = rows(anchors);
    Block[] page = new Block[columns.size()];
    for (int i = 0; i < page.length; i++) {
      DreamColumn column = columns.get(i);
      page[i] =
          switch (column.kind()) {
            case ANCHOR -> new LongArrayBlock(anchors.length, Optional.empty(), anchors);
            case DISTANCE -> new IntArrayBlock(anchors.length, Optional.empty(), distances);
            case MANIFEST ->
                RunLengthEncodedBlock.create(
                    VarcharType.VARCHAR,
                    Slices.utf8Slice(snapshot.version().toString()),
                    anchors.length);
            case FIELD -> blocks.toBlock(rows.column(column.fieldId()));
            case BATCH, SCORE ->
                throw new IllegalStateException("a search has no column " + column.name());
          };
    }
    return new Page(anchors.length, page);
  }

  private RowBlock rows(long[] anchors) {
    List<Field> fields = new ArrayList<>();
    for (DreamColumn column : columns) {
      if (column.kind() == DreamColumn.Kind.FIELD) {
        fields.add(snapshot.schema().findById(column.fieldId()).orElseThrow());
      }
    }
    return snapshot.lookup(anchors, new Schema(fields));
  }

  @Override
  public long getCompletedBytes() {
    return statistics == null ? 0 : statistics.bytes();
  }

  @Override
  public long getReadTimeNanos() {
    return statistics == null ? 0 : statistics.nanos();
  }

  @Override
  public boolean isFinished() {
    return finished;
  }

  @Override
  public void close() {
    finished = true;
  }
}
