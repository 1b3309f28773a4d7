package io.dreamdb.trino;

import io.airlift.slice.Slices;
import io.airlift.units.Duration;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.trino.plugin.base.metrics.DurationTiming;
import io.trino.plugin.base.metrics.LongCount;
import io.trino.spi.Page;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.block.LongArrayBlock;
import io.trino.spi.block.RunLengthEncodedBlock;
import io.trino.spi.connector.ConnectorPageSource;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.metrics.Metrics;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.VarcharType;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The rows that a ranking chooses, in its order, in one page. */
final class RankedPageSource implements ConnectorPageSource {

  private final Snapshot snapshot;
  private final Ranking ranking;
  private final List<DreamColumn> columns;
  private final ColumnBlocks blocks;

  private Optional<SearchResult.Statistics> statistics = Optional.empty();
  private long readNanos;
  private boolean finished;

  RankedPageSource(
      Snapshot snapshot, Ranking ranking, List<DreamColumn> columns, TypeMapping types) {
    this.snapshot = snapshot;
    this.ranking = ranking;
    this.columns = columns;
    this.blocks = new ColumnBlocks(types);
  }

  @Override
  public @Nullable SourcePage getNextSourcePage() {
    if (finished) {
      return null;
    }
    finished = true;
    long start = System.nanoTime();
    Ranking.Ranked ranked = ranking.rank(snapshot);
    SourcePage page = ranked.anchors().length == 0 ? null : SourcePage.create(page(ranked));
    statistics = ranked.statistics();
    readNanos = System.nanoTime() - start;
    return page;
  }

  private Page page(Ranking.Ranked ranked) {
    long[] anchors = ranked.anchors();
    RowBlock rows = snapshot.lookup(anchors, stored(ranked.by()));
    Block[] page = new Block[columns.size()];
    for (int i = 0; i < page.length; i++) {
      DreamColumn column = columns.get(i);
      page[i] = column.equals(ranked.by()) ? ranked.values() : block(column, anchors, rows);
    }
    return new Page(anchors.length, page);
  }

  /** The fields that the columns other than {@code by} are made of. */
  private Schema stored(DreamColumn by) {
    Set<Field> fields = new LinkedHashSet<>();
    for (DreamColumn column : columns) {
      if (!column.equals(by)) {
        snapshot.schema().findById(column.fieldId()).ifPresent(fields::add);
      }
    }
    return new Schema(List.copyOf(fields));
  }

  private Block block(DreamColumn column, long[] anchors, RowBlock rows) {
    return switch (column.kind()) {
      case ANCHOR -> new LongArrayBlock(anchors.length, Optional.empty(), anchors);
      case MANIFEST ->
          RunLengthEncodedBlock.create(
              VarcharType.VARCHAR, Slices.utf8Slice(snapshot.version().toString()), anchors.length);
      case BATCH -> batchNames(anchors);
      case FIELD -> blocks.toBlock(rows.column(column.fieldId()));
      case SCORE -> scores(rows.column(column.fieldId()), Score.parse(column.score()));
      case DISTANCE -> throw new IllegalStateException("a distance without a search");
    };
  }

  private Block batchNames(long[] anchors) {
    BlockBuilder names = VarcharType.VARCHAR.createBlockBuilder(null, anchors.length);
    for (long anchor : anchors) {
      Iterator<ScanTask> task = snapshot.scan().anchors(anchor, anchor + 1).tasks();
      VarcharType.VARCHAR.writeString(names, task.next().batchName());
    }
    return names.build();
  }

  private static Block scores(Column vectors, Score score) {
    BlockBuilder values = DoubleType.DOUBLE.createBlockBuilder(null, vectors.rows());
    for (int i = 0; i < vectors.rows(); i++) {
      float[] vector = ((EmbeddingColumn) vectors).get(i);
      if (vector == null) {
        values.appendNull();
      } else {
        DoubleType.DOUBLE.writeDouble(values, score.function().of(vector, 0, score.query()));
      }
    }
    return values.build();
  }

  @Override
  public long getCompletedBytes() {
    return statistics.map(SearchResult.Statistics::bytes).orElse(0L);
  }

  @Override
  public Metrics getMetrics() {
    return statistics.map(RankedPageSource::metrics).orElse(Metrics.EMPTY);
  }

  /** What EXPLAIN ANALYZE VERBOSE shows of a search. */
  static Metrics metrics(SearchResult.Statistics search) {
    return new Metrics(
        Map.of(
            "Index cells", new LongCount(search.cells()),
            "Index codes", new LongCount(search.entries()),
            "Index candidates", new LongCount(search.candidates()),
            "Vectors compared", new LongCount(search.rowsScored()),
            "Vectors without index", new LongCount(search.rowsScanned()),
            "Bytes of codes and vectors", new LongCount(search.bytes()),
            "Bytes fetched", new LongCount(search.fetchedBytes()),
            "Requests to the store", new LongCount(search.requests()),
            "Rounds of requests", new LongCount(search.rounds()),
            "Search time",
                new DurationTiming(
                    Duration.succinctDuration(search.nanos(), TimeUnit.NANOSECONDS))));
  }

  @Override
  public long getReadTimeNanos() {
    return readNanos;
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
