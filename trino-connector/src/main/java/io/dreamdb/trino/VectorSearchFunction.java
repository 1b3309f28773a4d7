package io.dreamdb.trino;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.dataset.TableName;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.Schema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnSchema;
import io.trino.spi.connector.ConnectorAccessControl;
import io.trino.spi.connector.ConnectorSession;
import io.trino.spi.connector.ConnectorTransactionHandle;
import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.function.table.AbstractConnectorTableFunction;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.ArgumentSpecification;
import io.trino.spi.function.table.Descriptor;
import io.trino.spi.function.table.ReturnTypeSpecification;
import io.trino.spi.function.table.ScalarArgumentSpecification;
import io.trino.spi.function.table.TableFunctionAnalysis;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code TABLE(system.vector_search(table_name => …, query_vector => …))}: the rows nearest to a
 * vector, with {@code _distance}, {@code _anchor} and {@code _manifest} behind their columns.
 */
final class VectorSearchFunction extends AbstractConnectorTableFunction {

  private final Tables tables;
  private final TypeMapping types;

  VectorSearchFunction(Tables tables, TypeMapping types) {
    super(
        "system",
        "vector_search",
        List.of(
            required("TABLE_NAME", VarcharType.VARCHAR),
            // Numbers of each type become doubles by themselves, and doubles nothing else.
            optional("QUERY_VECTOR", new ArrayType(DoubleType.DOUBLE)),
            optional("QUERY_ANCHOR", BigintType.BIGINT),
            optional("NUM_RESULTS", BigintType.BIGINT),
            optional("VECTOR_COLUMN", VarcharType.VARCHAR),
            optional("FILTER", VarcharType.VARCHAR),
            optional("VERSION", VarcharType.VARCHAR),
            optional("MODE", VarcharType.VARCHAR),
            optional("NPROBE", BigintType.BIGINT),
            optional("RECALL", DoubleType.DOUBLE),
            optional("MAX_DISTANCE", DoubleType.DOUBLE),
            optional("COLUMNS", new ArrayType(VarcharType.VARCHAR))),
        ReturnTypeSpecification.GenericTable.GENERIC_TABLE,
        "The rows nearest to a vector");
    this.tables = tables;
    this.types = types;
  }

  private static ArgumentSpecification required(String name, Type type) {
    return ScalarArgumentSpecification.builder().name(name).type(type).build();
  }

  private static ArgumentSpecification optional(String name, Type type) {
    return ScalarArgumentSpecification.builder().name(name).type(type).defaultValue(null).build();
  }

  @Override
  public TableFunctionAnalysis analyze(
      ConnectorSession session,
      ConnectorTransactionHandle transaction,
      Map<String, Argument> arguments,
      ConnectorAccessControl access) {
    SearchArguments values = new SearchArguments(arguments);
    TableName name =
        TableName.parse(
            values
                .text("TABLE_NAME")
                .orElseThrow(() -> new InvalidInput("table_name is NULL: expected schema.table")));
    Dataset dataset = tables.warehouse().table(name);
    Optional<String> version = values.text("VERSION");
    Snapshot snapshot =
        tables.keep(
            dataset.location(),
            version.isPresent() ? dataset.snapshot(version.get()) : dataset.snapshot());
    Schema schema = snapshot.schema();
    Field field = embedding(schema, values.text("VECTOR_COLUMN"));
    SearchRequest request = request(values, field);
    List<Field> output = values.texts("COLUMNS").map(schema::select).orElse(schema).fields();
    SchemaTableName table = new SchemaTableName(name.schema(), name.table());
    requireAccess(access, table, schema, used(schema, output, field, request.filter()));
    return analysis(
        DreamTable.of(table, dataset.location(), snapshot.version().toString(), "")
            .withSearch(SearchSpec.of(request)),
        output);
  }

  private TableFunctionAnalysis analysis(DreamTable table, List<Field> output) {
    List<DreamColumn> columns = new ArrayList<>();
    for (Field field : output) {
      columns.add(DreamColumn.field(field.name(), field.id(), types.toTrino(field.type())));
    }
    columns.add(DreamColumn.DISTANCE);
    columns.add(DreamColumn.FOUND_ANCHOR);
    columns.add(DreamColumn.FOUND_MANIFEST);
    return TableFunctionAnalysis.builder()
        .returnedType(
            Descriptor.descriptor(
                columns.stream().map(DreamColumn::name).toList(),
                columns.stream().map(DreamColumn::type).toList()))
        .handle(new SearchHandle(table, columns))
        .build();
  }

  private static Field embedding(Schema schema, Optional<String> asked) {
    List<Field> embeddings =
        schema.fields().stream().filter(field -> TypeMapping.isEmbedding(field.type())).toList();
    List<String> names = embeddings.stream().map(Field::name).toList();
    if (asked.isEmpty()) {
      if (embeddings.size() != 1) {
        throw new InvalidInput(
            "The table has the embeddings " + names + ": say which by vector_column");
      }
      return embeddings.get(0);
    }
    return schema
        .find(asked.get())
        .filter(embeddings::contains)
        .orElseThrow(() ->
            new InvalidInput(
                "vector_column '"
                    + asked.get()
                    + "' is no embedding of the table: expected one of "
                    + names));
  }

  private static SearchRequest request(SearchArguments values, Field field) {
    SearchRequest request = query(values, field).withField(field.name());
    Optional<Integer> k = values.int32("NUM_RESULTS");
    if (k.isPresent()) {
      request = request.withK(k.get());
    }
    Optional<String> filter = values.text("FILTER");
    if (filter.isPresent()) {
      request = request.withFilter(Predicate.parse(filter.get()));
    }
    Optional<String> mode = values.text("MODE");
    if (mode.isPresent()) {
      request = request.withMode(SearchRequest.Mode.parse(mode.get()));
    }
    Optional<Object> maxDistance = values.get("MAX_DISTANCE");
    if (maxDistance.isPresent()) {
      request = request.withMaxDistance(((Double) maxDistance.get()).floatValue());
    }
    return withEffort(request, values.int32("NPROBE"), values.get("RECALL"));
  }

  private static SearchRequest withEffort(
      SearchRequest request, Optional<Integer> probes, Optional<Object> recall) {
    if (probes.isPresent() && recall.isPresent()) {
      throw new InvalidInput("Give nprobe or recall, one of them and not both");
    }
    if (probes.isPresent()) {
      return request.withProbes(probes.get());
    }
    return recall.isPresent() ? request.withRecall((Double) recall.get()) : request;
  }

  private static SearchRequest query(SearchArguments values, Field field) {
    Optional<float[]> vector = values.vector("QUERY_VECTOR");
    Optional<Object> anchor = values.get("QUERY_ANCHOR");
    if (vector.isPresent() == anchor.isPresent()) {
      throw new InvalidInput(
          "Give query_vector or query_anchor, one of them"
              + (vector.isPresent() ? " and not both" : "; neither was given, or it is NULL"));
    }
    if (vector.isEmpty()) {
      return SearchRequest.nearRow((Long) anchor.orElseThrow());
    }
    float[] query = vector.get();
    int dimension = ((EmbeddingType) field.type()).dimension();
    if (query.length != dimension) {
      throw new InvalidInput(
          "query_vector has "
              + query.length
              + " elements: expected "
              + dimension
              + ", the dimension of '"
              + field.name()
              + "'");
    }
    return SearchRequest.near(query);
  }

  /** The names of all columns whose content the result depends on. */
  private static Set<String> used(
      Schema schema, List<Field> output, Field embedding, Predicate filter) {
    Set<String> names = new LinkedHashSet<>();
    output.forEach(field -> names.add(field.name()));
    names.add(embedding.name());
    for (int id : filter.bind(schema).columnIds()) {
      names.add(schema.findById(id).orElseThrow().name());
    }
    return names;
  }

  private void requireAccess(
      ConnectorAccessControl access, SchemaTableName table, Schema schema, Set<String> names) {
    access.checkCanSelectFromColumns(null, table, Optional.empty(), names);
    List<ColumnSchema> columns = new ArrayList<>();
    for (String name : names) {
      Type type = types.toTrino(schema.find(name).orElseThrow().type());
      columns.add(ColumnSchema.builder().setName(name).setType(type).build());
    }
    try {
      if (access.getRowFilters(null, table).isEmpty()
          && access.getColumnMasks(null, table, columns).isEmpty()) {
        return;
      }
    } catch (TrinoException e) {
      if (!e.getErrorCode().equals(StandardErrorCode.NOT_SUPPORTED.toErrorCode())) {
        throw e;
      }
    }
    throw new TrinoException(
        StandardErrorCode.PERMISSION_DENIED,
        "'"
            + table
            + "' has row filters or column masks for you, which vector_search cannot apply: use"
            + " SELECT … ORDER BY cosine_distance(column, ARRAY[…]) LIMIT n");
  }
}
