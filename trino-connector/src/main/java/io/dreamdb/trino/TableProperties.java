package io.dreamdb.trino;

import io.dreamdb.Metric;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.Schema;
import io.trino.spi.StandardErrorCode;
import io.trino.spi.TrinoException;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.connector.ConnectorTableMetadata;
import io.trino.spi.session.PropertyMetadata;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE says of embeddings. A column of type ARRAY(REAL) is one if it has the column
 * property {@code dimension}, or if the table property {@code embeddings} names it; the two agree
 * where both are given. A metric that is not given is l2.
 */
final class TableProperties {

  static final String EMBEDDINGS = "embeddings";

  /** The property of a table that holds its comment, in every engine. */
  static final String COMMENT = "comment";

  private static final String DIMENSION = "dimension";
  private static final String METRIC = "metric";
  private static final String MODEL = "model";
  private static final String EXPECTED = "expected 'column:dimension', and ':metric' and ':model'";

  private TableProperties() {}

  static List<PropertyMetadata<?>> ofColumns() {
    return List.of(
        PropertyMetadata.integerProperty(
            DIMENSION, "Makes an ARRAY(REAL) column an embedding of that dimension", null, false),
        PropertyMetadata.stringProperty(
            METRIC, "Metric of the embedding: cosine, l2 or ip", null, false),
        PropertyMetadata.stringProperty(
            MODEL, "Name of the model that makes the vectors", null, false));
  }

  static List<PropertyMetadata<?>> ofTables() {
    return List.of(
        new PropertyMetadata<>(
            EMBEDDINGS,
            "Columns that are embeddings, each as 'column:dimension:metric:model'",
            new ArrayType(VarcharType.VARCHAR),
            List.class,
            List.of(),
            false,
            value -> (List<?>) value,
            value -> value));
  }

  /**
   * The columns of a new table.
   *
   * @throws TrinoException if a type, a column property or a table property cannot be used
   */
  static Schema schema(ConnectorTableMetadata table, FieldIds ids) {
    Map<String, EmbeddingType> embeddings = named(table);
    List<Field> fields = new ArrayList<>();
    for (ColumnMetadata column : table.getColumns()) {
      fields.add(field(column, embeddings.remove(column.getName()), ids));
    }
    if (!embeddings.isEmpty()) {
      throw invalid(
          EMBEDDINGS + " names " + embeddings.keySet() + ", which the table does not have");
    }
    return new Schema(fields);
  }

  /**
   * A column that is added to a table.
   *
   * @throws TrinoException as {@link #schema}
   */
  static Field field(ColumnMetadata column, FieldIds ids) {
    return field(column, null, ids);
  }

  private static Field field(ColumnMetadata column, @Nullable EmbeddingType named, FieldIds ids) {
    String name = column.getName();
    @Nullable EmbeddingType own = embedding(column);
    if (named != null && own != null && !named.equals(own)) {
      throw invalid(
          "column '" + name + "' is " + own + ", but " + named + " in the table's embeddings");
    }
    @Nullable EmbeddingType embedding = own == null ? named : own;
    requireReals(name, column.getType(), embedding);
    io.dreamdb.schema.Type type =
        embedding == null ? TypeMapping.toDream(name, column.getType(), ids) : embedding;
    Field field =
        new Field(ids.next(), name, type, column.isNullable(), column.getComment().orElse(null));
    return ColumnDefault.given(field, column.getDefaultValue());
  }

  private static void requireReals(String name, Type type, @Nullable EmbeddingType embedding) {
    if (embedding != null && !type.equals(new ArrayType(RealType.REAL))) {
      throw invalid(
          "column '"
              + name
              + "' of type "
              + type.getDisplayName()
              + " cannot be an embedding: expected array(real)");
    }
  }

  private static @Nullable EmbeddingType embedding(ColumnMetadata column) {
    Map<String, Object> properties = column.getProperties();
    @Nullable Integer dimension = (Integer) properties.get(DIMENSION);
    @Nullable String metric = (String) properties.get(METRIC);
    @Nullable String model = (String) properties.get(MODEL);
    if (dimension == null) {
      if (metric != null || model != null) {
        throw invalid(
            "column '" + column.getName() + "' has a metric or model but no dimension: give one");
      }
      return null;
    }
    return new EmbeddingType(dimension, metric(metric), model);
  }

  private static Metric metric(@Nullable String text) {
    return text == null ? Metric.L2 : Metric.parse(text);
  }

  private static Map<String, EmbeddingType> named(ConnectorTableMetadata table) {
    Map<String, EmbeddingType> named = new HashMap<>();
    for (Object entry : (List<?>) table.getProperties().getOrDefault(EMBEDDINGS, List.of())) {
      String text = String.valueOf(entry);
      String[] parts = text.split(":", 4);
      if (parts.length < 2 || !parts[1].strip().matches("[0-9]{1,9}")) {
        throw invalid("embedding '" + text + "': " + EXPECTED);
      }
      EmbeddingType type =
          new EmbeddingType(
              Integer.parseInt(parts[1].strip()),
              metric(parts.length < 3 ? null : parts[2].strip()),
              parts.length < 4 ? null : parts[3]);
      if (named.put(parts[0].strip().toLowerCase(Locale.ROOT), type) != null) {
        throw invalid("embeddings names column '" + parts[0] + "' twice");
      }
    }
    return named;
  }

  /** How SHOW CREATE TABLE shows an embedding column. */
  static Map<String, Object> shown(io.dreamdb.schema.Type type) {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (type instanceof EmbeddingType embedding) {
      properties.put(DIMENSION, embedding.dimension());
      properties.put(METRIC, embedding.metric().text());
      if (embedding.model() != null) {
        properties.put(MODEL, embedding.model());
      }
    }
    return properties;
  }

  /** How SHOW CREATE TABLE shows a table. */
  static Map<String, Object> shown(Schema schema) {
    List<String> embeddings = new ArrayList<>();
    for (Field field : schema.fields()) {
      if (field.type() instanceof EmbeddingType type) {
        String text = field.name() + ":" + type.dimension() + ":" + type.metric().text();
        embeddings.add(type.model() == null ? text : text + ":" + type.model());
      }
    }
    return embeddings.isEmpty() ? Map.of() : Map.of(EMBEDDINGS, embeddings);
  }

  /** What is kept of a new table beside its columns. */
  static Map<String, String> kept(Optional<String> comment) {
    return comment.map(text -> Map.of(COMMENT, text)).orElse(Map.of());
  }

  private static TrinoException invalid(String message) {
    return new TrinoException(StandardErrorCode.INVALID_TABLE_PROPERTY, message);
  }
}
