package io.dreamdb.spark;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import java.util.List;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * The table function {@code vector_search}: the nearest rows of a table.
 *
 * <pre>
 * SELECT id, _distance FROM vector_search(
 *   table =&gt; 'lake.films.posters', query_vector =&gt; array(0.1, 0.2), num_results =&gt; 10,
 *   filter =&gt; 'year &gt;= 1990', version =&gt; 'main~3')
 * </pre>
 */
final class VectorSearch extends AbstractFunction1<Seq<Expression>, LogicalPlan> {

  private static final String NAME = "vector_search";

  private static final String USAGE =
      NAME
          + "(table, query_vector, num_results, filter, version, vector_column, mode, max_distance,"
          + " columns, query_anchor, nprobe, recall) - Returns the rows of a DreamDB table that are nearest to a"
          + " vector, or to the vector of a row, nearest first.";

  private static final List<String> ARGUMENTS =
      List.of(
          "table",
          "query_vector",
          "num_results",
          "filter",
          "version",
          "vector_column",
          "mode",
          "max_distance",
          "columns",
          "query_anchor",
          "nprobe",
          "recall");

  /** What a session is told of the function. */
  static Tuple3<FunctionIdentifier, ExpressionInfo, scala.Function1<Seq<Expression>, LogicalPlan>>
      registration() {
    return new Tuple3<>(
        new FunctionIdentifier(NAME),
        new ExpressionInfo(
            VectorSearch.class.getName(),
            null,
            NAME,
            USAGE,
            "",
            "",
            "",
            "table_funcs",
            "4.2.0",
            "",
            "built-in"),
        new VectorSearch());
  }

  @Override
  public LogicalPlan apply(Seq<Expression> expressions) {
    return DreamFailure.translating(() -> plan(CollectionConverters.asJava(expressions)));
  }

  private static LogicalPlan plan(List<Expression> expressions) {
    FunctionArguments arguments = FunctionArguments.parse(NAME, ARGUMENTS, expressions);
    DreamTable table = table(arguments.requiredText("table"), arguments.text("version"));
    NearestRanking ranking = ranking(arguments);
    check(table.snapshot(), ranking.request());
    List<String> names = arguments.texts("columns");
    Schema all = table.snapshot().schema();
    SearchTable found = new SearchTable(table, ranking, names == null ? all : all.select(names));
    return DataSourceV2Relation.create(found, Option.empty(), Option.empty());
  }

  private static NearestRanking ranking(FunctionArguments arguments) {
    float @Nullable [] vector = arguments.vector("query_vector");
    Long anchor = arguments.whole("query_anchor");
    if ((vector == null) == (anchor == null)) {
      throw DreamFailure.invalid(
          NAME
              + " takes query_vector or query_anchor, one of the two; it was given "
              + (vector == null ? "neither, or NULL" : "both"));
    }
    Integer k = arguments.int32("num_results");
    String filter = arguments.text("filter");
    Double maxDistance = arguments.number("max_distance");
    String mode = arguments.text("mode");
    return new NearestRanking(
        vector,
        anchor == null ? 0 : anchor,
        arguments.text("vector_column"),
        k == null ? SearchRequest.DEFAULT_K : k,
        filter == null ? Predicate.Constant.TRUE.text() : filter,
        maxDistance == null ? Float.POSITIVE_INFINITY : maxDistance.floatValue(),
        mode == null ? "approximate" : mode,
        effort(arguments));
  }

  private static NearestRanking.Effort effort(FunctionArguments arguments) {
    Integer probes = arguments.int32("nprobe");
    Double recall = arguments.number("recall");
    if (probes != null && recall != null) {
      throw DreamFailure.invalid(
          NAME + " takes nprobe or recall, one of the two; it was given both");
    }
    return new NearestRanking.Effort(probes, recall);
  }

  /** Finds at analysis what would fail in the task. */
  private static void check(Snapshot snapshot, SearchRequest request) {
    request.filter().bind(snapshot.schema());
    List<Field> embeddings =
        snapshot.schema().fields().stream().filter(TypeMapping::isEmbedding).toList();
    List<Field> named =
        embeddings.stream()
            .filter(field -> request.field().map(field.name()::equalsIgnoreCase).orElse(true))
            .toList();
    if (named.size() != 1) {
      throw DreamFailure.invalid(
          NAME
              + request
                  .field()
                  .map(name -> ": vector_column is '" + name + "', which is no embedding")
                  .orElse(" needs vector_column to name an embedding")
              + "; the table has "
              + embeddings.stream().map(Field::name).toList());
    }
    int dimension = ((EmbeddingType) named.get(0).type()).dimension();
    if (request.query() instanceof SearchRequest.Query.Vector vector
        && vector.values().length != dimension) {
      throw DreamFailure.invalid(
          "query_vector has "
              + vector.values().length
              + " elements; '"
              + named.get(0).name()
              + "' has dimension "
              + dimension);
    }
  }

  private static DreamTable table(String name, @Nullable String version) {
    SparkSession session = SparkSession.active();
    List<String> parts = parts(session, name);
    CatalogManager catalogs = session.sessionState().catalogManager();
    boolean named = parts.size() > 1 && catalogs.isCatalogRegistered(parts.get(0));
    CatalogPlugin catalog = named ? catalogs.catalog(parts.get(0)) : catalogs.currentCatalog();
    List<String> rest = named ? parts.subList(1, parts.size()) : parts;
    if (!(catalog instanceof DreamCatalog dream)) {
      throw DreamFailure.invalid(
          NAME
              + " of '"
              + name
              + "': "
              + (named || parts.size() < 3
                  ? ""
                  : "there is no catalog '" + parts.get(0) + "', and ")
              + "catalog '"
              + catalog.name()
              + "' is not a DreamDB catalog; write catalog.schema.table");
    }
    String[] namespace =
        rest.size() == 1
            ? catalogs.currentNamespace()
            : rest.subList(0, rest.size() - 1).toArray(String[]::new);
    return load(dream, Identifier.of(namespace, rest.get(rest.size() - 1)), version);
  }

  private static List<String> parts(SparkSession session, String name) {
    try {
      return CollectionConverters.asJava(
          session.sessionState().sqlParser().parseMultipartIdentifier(name));
    } catch (ParseException e) {
      throw DreamFailure.invalid(
          NAME + ": '" + name + "' is not a table's name; expected catalog.schema.table");
    }
  }

  private static DreamTable load(
      DreamCatalog catalog, Identifier identifier, @Nullable String version) {
    Table table;
    try {
      table =
          version == null ? catalog.loadTable(identifier) : catalog.loadTable(identifier, version);
    } catch (NoSuchTableException e) {
      throw DreamFailure.invalid(
          "There is no table '" + identifier + "' in catalog '" + catalog.name() + "'");
    }
    if (table instanceof DreamTable found) {
      return found;
    }
    throw DreamFailure.invalid("'" + identifier + "' is a metadata table, which has no vectors");
  }
}
