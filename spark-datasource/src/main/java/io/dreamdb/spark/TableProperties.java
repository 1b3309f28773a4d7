package io.dreamdb.spark;

import io.dreamdb.Metric;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.FieldIds;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.jspecify.annotations.Nullable;

/**
 * What a CREATE TABLE says of the table: its schema and its properties.
 *
 * <p>Table properties {@code dreamdb.field.<column>.dimension}, {@code .metric} (cosine, l2 or ip;
 * l2 if not given) and {@code .model} make an ARRAY&lt;FLOAT&gt; column an embedding. They are part
 * of the column's type and shown again among the table's properties. Other properties are kept as
 * they are, but for those under {@code dreamdb.}, which must be known.
 */
record TableProperties(Schema schema, Map<String, String> others) {

  private static final String PREFIX = "dreamdb.";
  private static final String FIELD = "dreamdb.field.";
  private static final String DIMENSION = "dimension";
  private static final String METRIC = "metric";
  private static final String MODEL = "model";
  private static final Set<String> SUFFIXES = Set.of(DIMENSION, METRIC, MODEL);

  /** Set by Spark itself, without meaning for a table that other engines open, too. */
  private static final Set<String> SPARKS_OWN =
      Set.of(
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_EXTERNAL,
          TableCatalog.PROP_TABLE_TYPE,
          TableCatalog.PROP_IS_MANAGED_LOCATION);

  /** The settings of one embedding column, as they were written. */
  private record Embedding(Map<String, String> settings) {

    @Nullable String get(String key) {
      return settings.get(key);
    }
  }

  /**
   * Reads a CREATE TABLE.
   *
   * @throws DreamFailure if a column or property cannot be used
   */
  static TableProperties parse(Column[] columns, Map<String, String> properties, FieldIds ids) {
    requireOurProvider(properties);
    Map<String, Embedding> embeddings = new TreeMap<>();
    Map<String, String> others = new TreeMap<>();
    for (Map.Entry<String, String> property : properties.entrySet()) {
      String key = property.getKey();
      if (key.startsWith(FIELD)) {
        addEmbedding(embeddings, key, property.getValue());
      } else if (key.startsWith(PREFIX)) {
        throw unknown(key);
      } else if (!SPARKS_OWN.contains(key) && !key.startsWith(TableCatalog.OPTION_PREFIX)) {
        others.put(key, property.getValue());
      }
    }
    List<Field> fields = new ArrayList<>();
    for (Column column : columns) {
      fields.add(field(column, embeddings.remove(column.name().toLowerCase(Locale.ROOT)), ids));
    }
    if (!embeddings.isEmpty()) {
      throw DreamFailure.invalid(
          "properties "
              + FIELD
              + embeddings.keySet().iterator().next()
              + ".* name no column; the columns are "
              + Arrays.stream(columns).map(Column::name).toList());
    }
    return new TableProperties(DreamFailure.translating(() -> new Schema(fields)), others);
  }

  /** Whether a property says something of an embedding. */
  static boolean isEmbedding(String key) {
    return key.startsWith(FIELD);
  }

  /**
   * Embeddings that properties add to a table.
   *
   * @param properties of embeddings alone
   * @throws DreamFailure if one names a column that is there, or cannot be used
   */
  static List<Field> embeddings(Map<String, String> properties, Schema schema, FieldIds ids) {
    Map<String, Embedding> embeddings = new TreeMap<>();
    properties.forEach((key, value) -> addEmbedding(embeddings, key, value));
    List<Field> fields = new ArrayList<>();
    embeddings.forEach((name, embedding) -> {
      if (schema.find(name).isPresent()) {
        throw DreamFailure.unsupported(
            "properties "
                + FIELD
                + name
                + ".* are part of a column's type and cannot be changed; to add an embedding, name"
                + " a column that the table does not have");
      }
      Column column = Column.create(name, TypeMapping.VECTOR);
      fields.add(field(column, embedding, ids));
    });
    return fields;
  }

  private static void requireOurProvider(Map<String, String> properties) {
    String provider = properties.get(TableCatalog.PROP_PROVIDER);
    if (provider != null && !provider.equalsIgnoreCase("dreamdb")) {
      throw DreamFailure.unsupported(
          "USING " + provider + " in a DreamDB catalog: leave it out, or write USING dreamdb");
    }
    String location = properties.get(TableCatalog.PROP_LOCATION);
    if (location != null) {
      throw DreamFailure.unsupported(
          "LOCATION '"
              + location
              + "': the catalog places tables under its warehouse; leave it out");
    }
  }

  private static void addEmbedding(Map<String, Embedding> embeddings, String key, String value) {
    int dot = key.lastIndexOf('.');
    String suffix = key.substring(dot + 1);
    if (dot < FIELD.length() || !SUFFIXES.contains(suffix)) {
      throw unknown(key);
    }
    String column = key.substring(FIELD.length(), dot).toLowerCase(Locale.ROOT);
    embeddings
        .computeIfAbsent(column, name -> new Embedding(new TreeMap<>()))
        .settings
        .put(suffix, value);
  }

  private static DreamFailure unknown(String key) {
    return DreamFailure.invalid(
        "table property '"
            + key
            + "' is unknown; under dreamdb. there are dreamdb.field.<column>."
            + String.join(", .", new TreeSet<>(SUFFIXES)));
  }

  private static Field field(Column column, @Nullable Embedding embedding, FieldIds ids) {
    if (column.generationExpression() != null || column.identityColumnSpec() != null) {
      throw unsupported(column, "a generated value");
    }
    int id = ids.next();
    Type type =
        embedding == null
            ? DreamFailure.translating(
                () -> TypeMapping.fromSpark(column.name(), column.dataType(), ids))
            : embedding(column, embedding);
    Field field =
        DreamFailure.translating(
            () -> new Field(id, column.name(), type, column.nullable(), column.comment()));
    return ColumnDefault.given(field, column.defaultValue());
  }

  private static DreamFailure unsupported(Column column, String what) {
    return DreamFailure.unsupported(
        "column '" + column.name() + "' has " + what + "; write the value in INSERT instead");
  }

  private static EmbeddingType embedding(Column column, Embedding embedding) {
    String prefix = FIELD + column.name();
    String dimension = embedding.get(DIMENSION);
    if (dimension == null) {
      throw DreamFailure.invalid("property " + prefix + ".dimension is missing");
    }
    if (!TypeMapping.isVector(column.dataType())) {
      throw DreamFailure.invalid(
          "property "
              + prefix
              + ".dimension on a column of type "
              + column.dataType().sql()
              + ": expected ARRAY<FLOAT>");
    }
    String metric = embedding.get(METRIC);
    return DreamFailure.translating(() ->
        new EmbeddingType(
            number(prefix + ".dimension", dimension),
            metric == null ? Metric.L2 : Metric.parse(metric),
            embedding.get(MODEL)));
  }

  private static int number(String key, String value) {
    try {
      return Integer.parseInt(value.trim());
    } catch (NumberFormatException e) {
      throw DreamFailure.invalid(
          "property " + key + " is '" + value + "': expected a number from 1 to 65535");
    }
  }

  /** The properties that a table shows: its own, and those that make columns embeddings. */
  static Map<String, String> shown(Schema schema, Map<String, String> others) {
    Map<String, String> shown = new TreeMap<>(others);
    for (Field field : schema.fields()) {
      if (field.type() instanceof EmbeddingType embedding) {
        String prefix = FIELD + field.name() + ".";
        shown.put(prefix + DIMENSION, Integer.toString(embedding.dimension()));
        shown.put(prefix + METRIC, embedding.metric().text());
        String model = embedding.model();
        if (model != null) {
          shown.put(prefix + MODEL, model);
        }
      }
    }
    return shown;
  }
}
