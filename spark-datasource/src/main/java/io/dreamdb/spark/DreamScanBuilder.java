package io.dreamdb.spark;

import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.Predicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.aggregate.AggregateFunc;
import org.apache.spark.sql.connector.expressions.aggregate.Aggregation;
import org.apache.spark.sql.connector.expressions.aggregate.CountStar;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.SupportsPushDownAggregates;
import org.apache.spark.sql.connector.read.SupportsPushDownLimit;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.connector.read.SupportsPushDownTopN;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what core does exactly as Spark would: columns, filters in core's language, the count
 * of all rows, the first rows in the order of a distance; and of a limit the choice of batches.
 */
final class DreamScanBuilder
    implements SupportsPushDownRequiredColumns,
        SupportsPushDownV2Filters,
        SupportsPushDownLimit,
        SupportsPushDownTopN,
        SupportsPushDownAggregates {

  private final Snapshot snapshot;
  private final DreamTable table;
  private final List<org.apache.spark.sql.connector.expressions.filter.Predicate> pushed =
      new ArrayList<>();
  private final List<Predicate> filters = new ArrayList<>();
  private StructType columns;
  private OptionalInt limit = OptionalInt.empty();
  private int counts;
  private @Nullable Ranking ranking;

  DreamScanBuilder(Snapshot snapshot, DreamTable table) {
    this.snapshot = snapshot;
    this.table = table;
    this.columns = TypeMapping.toSpark(snapshot.schema().fields());
  }

  @Override
  public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushPredicates(
      org.apache.spark.sql.connector.expressions.filter.Predicate[] predicates) {
    PredicateTranslation translation = new PredicateTranslation(snapshot.schema());
    List<org.apache.spark.sql.connector.expressions.filter.Predicate> left = new ArrayList<>();
    for (org.apache.spark.sql.connector.expressions.filter.Predicate predicate : predicates) {
      Optional<Predicate> translated = translation.translate(predicate);
      if (translated.isPresent()) {
        filters.add(translated.get());
        pushed.add(predicate);
      } else {
        left.add(predicate);
      }
    }
    return left.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
  }

  @Override
  public org.apache.spark.sql.connector.expressions.filter.Predicate[] pushedPredicates() {
    return pushed.toArray(org.apache.spark.sql.connector.expressions.filter.Predicate[]::new);
  }

  /** What every row that the scan gives matches. */
  Predicate filter() {
    return Predicate.and(filters);
  }

  @Override
  public void pruneColumns(StructType required) {
    columns = TypeMapping.whole(TypeMapping.toSpark(snapshot.schema().fields()), required);
  }

  @Override
  public boolean pushLimit(int rows) {
    limit = OptionalInt.of(rows);
    return true;
  }

  @Override
  public boolean pushTopN(SortOrder[] orders, int rows) {
    ranking =
        DreamFailure.translating(
            () -> FunctionRanking.of(snapshot, orders, rows, filter()).orElse(null));
    return ranking != null;
  }

  /** Of a limit Spark does the rest; a first few rows in an order are all there is. */
  @Override
  public boolean isPartiallyPushed() {
    return ranking == null;
  }

  @Override
  public boolean supportCompletePushDown(Aggregation aggregation) {
    return canCount(aggregation);
  }

  @Override
  public boolean pushAggregation(Aggregation aggregation) {
    if (!canCount(aggregation)) {
      return false;
    }
    counts = aggregation.aggregateExpressions().length;
    return true;
  }

  private boolean canCount(Aggregation aggregation) {
    AggregateFunc[] functions = aggregation.aggregateExpressions();
    return filters.isEmpty()
        && aggregation.groupByExpressions().length == 0
        && functions.length > 0
        && Arrays.stream(functions).allMatch(CountStar.class::isInstance);
  }

  @Override
  public Scan build() {
    if (counts > 0) {
      List<StructField> fields = new ArrayList<>();
      for (int i = 0; i < counts; i++) {
        fields.add(DataTypes.createStructField("count_" + i, DataTypes.LongType, false));
      }
      return new CountScan(DataTypes.createStructType(fields), snapshot.rowCount());
    }
    Ranking ranked = ranking;
    return ranked == null
        ? new DreamScan(snapshot, table.name(), columns, filter(), limit)
        : new RankedScan(SnapshotHandle.of(snapshot, table.catalog().options()), ranked, columns);
  }
}
