package io.dreamdb.spark;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TopRequest;
import io.dreamdb.dataset.TopResult;
import io.dreamdb.dataset.TopRow;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.track.Batch;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.NullOrdering;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.expressions.UserDefinedScalarFunc;
import org.jspecify.annotations.Nullable;

/**
 * {@code ORDER BY f(embedding, vector) LIMIT k} with a function of Spark's: the rows that Spark's
 * own plan would give, in its order.
 *
 * @param function the function
 * @param field name of the embedding
 * @param query the vector
 * @param nullsFirst whether rows without a vector come first
 * @param k how many rows
 * @param filter which rows count
 * @param approximate whether an index may choose the rows
 */
record FunctionRanking(
    DistanceFunction function,
    String field,
    float[] query,
    boolean nullsFirst,
    int k,
    String filter,
    boolean approximate)
    implements Ranking {

  /** The setting that allows an index to choose rows. */
  private static final String APPROXIMATE = "spark.sql.dreamdb.approximateSearch";

  /** Above it, sums and products of floats might overflow in Spark's arithmetic. */
  private static final double LARGE = 0x1p126;

  /**
   * Below it, products of squared norms might leave the normal range of float though the other
   * vector's norm is not tiny.
   */
  private static final double SMALL = 0x1p-40;

  /** The ranking that an order asks for; empty if Spark has to sort. */
  static Optional<FunctionRanking> of(
      Snapshot snapshot, SortOrder[] orders, int limit, Predicate filter) {
    if (orders.length != 1
        || limit < 1
        || limit > TopRequest.MAX_K
        || !(orders[0].expression() instanceof UserDefinedScalarFunc call)) {
      return Optional.empty();
    }
    SortOrder order = orders[0];
    return DistanceFunction.ofCanonicalName(call.canonicalName())
        .filter(function -> isNearestFirst(function, order))
        .flatMap(function -> of(snapshot, function, call.children(), order, limit, filter));
  }

  private static boolean isApproximate() {
    String value = SparkSession.active().conf().get(APPROXIMATE, "false");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw DreamFailure.invalid(APPROXIMATE + " is '" + value + "'; expected true or false");
    }
    return Boolean.parseBoolean(value);
  }

  private static boolean isNearestFirst(DistanceFunction function, SortOrder order) {
    return function.isSimilarity() == (order.direction() == SortDirection.DESCENDING);
  }

  private static Optional<FunctionRanking> of(
      Snapshot snapshot,
      DistanceFunction function,
      Expression[] arguments,
      SortOrder order,
      int limit,
      Predicate filter) {
    Field field = embedding(snapshot, arguments[0], arguments[1]);
    float[] query = vector(arguments[0], arguments[1]);
    if (field == null || query == null || !isSafe(snapshot, function, field, query)) {
      return Optional.empty();
    }
    return Optional.of(
        new FunctionRanking(
            function,
            field.name(),
            query,
            order.nullOrdering() == NullOrdering.NULLS_FIRST,
            limit,
            filter.text(),
            isApproximate()));
  }

  /** The embedding among two arguments, which may stand in either order. */
  private static @Nullable Field embedding(Snapshot snapshot, Expression left, Expression right) {
    Expression column = left instanceof NamedReference ? left : right;
    if (!(column instanceof NamedReference reference) || reference.fieldNames().length != 1) {
      return null;
    }
    return snapshot
        .schema()
        .find(reference.fieldNames()[0])
        .filter(TypeMapping::isEmbedding)
        .orElse(null);
  }

  private static float @Nullable [] vector(Expression left, Expression right) {
    Expression constant = left instanceof Literal ? left : right;
    if (!(constant instanceof Literal<?> literal)
        || !(literal.value() instanceof ArrayData array)
        || !TypeMapping.isVector(literal.dataType())) {
      return null;
    }
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i) || !Float.isFinite(array.getFloat(i))) {
        return null;
      }
    }
    return array.toFloatArray();
  }

  /** Whether Spark's function is defined and in range for each vector that there may be. */
  private static boolean isSafe(
      Snapshot snapshot, DistanceFunction function, Field field, float[] query) {
    if (query.length != ((EmbeddingType) field.type()).dimension()) {
      return false;
    }
    double square = 0;
    for (float value : query) {
      square += (double) value * value;
    }
    double largest = largestSquare(snapshot, field);
    if (function.metric() == Metric.COSINE) {
      return square >= SMALL
          && square < LARGE
          && square * largest < LARGE
          && !snapshot.mayHoldZeroVectors(field.id());
    }
    double sum = Math.sqrt(square) + Math.sqrt(largest);
    return sum * sum < LARGE;
  }

  private static double largestSquare(Snapshot snapshot, Field field) {
    double largest = 0;
    Iterator<Batch> batches = snapshot.batches();
    while (batches.hasNext()) {
      largest =
          Math.max(
              largest,
              batches
                  .next()
                  .entry()
                  .vectors(field.id())
                  .map(vectors -> (double) vectors.maxSquaredNorm())
                  .orElse(0.0));
    }
    return largest;
  }

  @Override
  public Ranked rank(Snapshot snapshot) {
    Field embedding = snapshot.schema().find(field).orElseThrow();
    Predicate condition = Predicate.parse(filter);
    TopResult found;
    try {
      found =
          snapshot.top(
              new TopRequest(
                  embedding, query, function.scorer(query), nullsFirst, k, condition, approximate));
    } catch (DistanceFunction.UndefinedScore tinyVector) {
      PlainTop plain = new PlainTop(function, query, nullsFirst, k);
      found = new TopResult(plain.rows(snapshot, embedding, condition), Optional.empty());
    }
    List<TopRow> rows = found.rows();
    long[] anchors = rows.stream().mapToLong(TopRow::anchor).toArray();
    float[] values = new float[anchors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) rows.get(i).value();
    }
    return new Ranked(anchors, values, found.statistics());
  }

  @Override
  public String description() {
    return (approximate ? "about the first " : "the first ")
        + k
        + " by "
        + function
        + (filter.equals("TRUE") ? "" : " where " + filter);
  }
}
