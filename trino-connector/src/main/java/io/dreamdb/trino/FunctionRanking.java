package io.dreamdb.trino;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TopRequest;
import io.dreamdb.dataset.TopResult;
import io.dreamdb.dataset.TopRow;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.trino.spi.block.LongArrayBlock;
import java.util.List;
import java.util.Optional;

/**
 * {@code ORDER BY f(embedding, vector) LIMIT k}, the nearest first: the rows and values that the
 * engine's own plan would give.
 *
 * @param top the order
 * @param filter which rows count
 */
record FunctionRanking(DreamTable.Top top, Predicate filter) implements Ranking {

  /** Vectors have no larger squared norm; nothing that kernels add up overflows then. */
  private static final double LARGE = 0x1p124;

  /** Below it, what is lost in rounding the query to floats would count. */
  private static final double SMALL = 0x1p-40;

  /**
   * Whether core's kernels serve an order. If not, the function is computed for each row, by which
   * its errors come about, too.
   */
  static boolean serves(Snapshot snapshot, DreamTable.Top top) {
    EngineScorer scorer = EngineScorer.of(Score.parse(top.column().score()));
    double square = scorer.squaredNorm();
    return top.count() <= TopRequest.MAX_K
        && top.ascending() != scorer.isSimilarity()
        && square >= SMALL
        && square <= LARGE
        && (scorer.metric() != Metric.COSINE
            || hasNoZeros(snapshot, field(snapshot, top.column())));
  }

  private static boolean hasNoZeros(Snapshot snapshot, Field field) {
    return ((EmbeddingType) field.type()).metric() == Metric.COSINE
        || !snapshot.mayHoldZeroVectors(field.id());
  }

  private static Field field(Snapshot snapshot, DreamColumn column) {
    return snapshot.schema().findById(column.fieldId()).orElseThrow();
  }

  @Override
  public Ranked rank(Snapshot snapshot) {
    EngineScorer scorer = EngineScorer.of(Score.parse(top.column().score()));
    TopResult found =
        snapshot.top(
            new TopRequest(
                field(snapshot, top.column()),
                scorer.rounded(),
                scorer,
                top.nullsFirst(),
                Math.toIntExact(top.count()),
                filter,
                top.approximate()));
    List<TopRow> rows = found.rows();
    long[] anchors = new long[rows.size()];
    long[] values = new long[rows.size()];
    long[] valid = new long[(rows.size() + 63) >>> 6];
    for (int i = 0; i < anchors.length; i++) {
      TopRow row = rows.get(i);
      anchors[i] = row.anchor();
      values[i] = Double.doubleToRawLongBits(row.value());
      valid[i >>> 6] |= row.isNull() ? 0 : 1L << i;
    }
    return new Ranked(
        anchors,
        top.column(),
        new LongArrayBlock(values.length, Optional.of(valid), values),
        found.statistics());
  }
}
