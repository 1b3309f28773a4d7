package io.dreamdb.quickstart;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.size;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A user's Parquet file with a column of vectors. */
final class ParquetFile implements Source {

  private static final String VIEW = "corpus";
  private static final byte[] MAGIC = {'P', 'A', 'R', '1'};

  private final Path file;
  private final String embedding;

  ParquetFile(Path file, String embedding) {
    this.file = file;
    this.embedding = embedding;
  }

  @Override
  public String title() {
    return "Look at " + file;
  }

  @Override
  public Subject read(SparkSide spark, Console console) {
    Dataset<Row> rows = open(spark);
    StructField vectors = embeddingField(rows.schema());
    int dimension = dimension(rows, vectors.name());
    requireVectors(rows, vectors.name(), dimension);
    rows.createOrReplaceTempView(VIEW);
    ColumnProfiles profiles = ColumnProfiles.of(rows, vectors.name());
    console.line(
        profiles.rows()
            + " rows, vectors of dimension "
            + dimension
            + " in '"
            + vectors.name()
            + "'");
    Optional<ColumnProfiles.Frequent> filter = profiles.frequent(rows);
    filter.ifPresent(found -> console.line("for the filtered search: " + found.reason()));
    return new Subject(
        "files." + tableName(),
        columns(rows.schema(), vectors.name()),
        vectors.name(),
        dimension,
        Optional.empty(),
        selection(rows.schema(), vectors.name()),
        Optional.empty(),
        profiles.shown(filter.map(found -> found.filter().column())),
        profiles.key(rows),
        filter.map(ColumnProfiles.Frequent::filter));
  }

  private Dataset<Row> open(SparkSide spark) {
    requireMagic();
    try {
      return spark.session().read().parquet(file.toString());
    } catch (Exception e) { // Scala code throws checked ones that it does not declare.
      throw QuickstartFailure.wrongInput(
          file
              + " cannot be read as Parquet: "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** Spark would say the same, behind a page of its stack traces. */
  private void requireMagic() {
    try (InputStream in = Files.newInputStream(file)) {
      if (Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        return;
      }
    } catch (IOException e) {
      throw QuickstartFailure.wrongInput(file + " cannot be read: " + e);
    }
    throw QuickstartFailure.wrongInput(
        file + " cannot be read as Parquet: it does not begin with PAR1");
  }

  private StructField embeddingField(StructType schema) {
    for (StructField field : schema.fields()) {
      if (field.name().equalsIgnoreCase(embedding)) {
        if (field.dataType() instanceof ArrayType array && isFloating(array.elementType())) {
          return field;
        }
        throw QuickstartFailure.wrongInput(
            "column '"
                + field.name()
                + "' has type "
                + field.dataType().sql()
                + "; --embedding needs a list of floats or doubles");
      }
    }
    throw QuickstartFailure.wrongInput(
        file + " has no column '" + embedding + "'; it has " + List.of(schema.fieldNames()));
  }

  private static boolean isFloating(DataType type) {
    return type.equals(DataTypes.FloatType) || type.equals(DataTypes.DoubleType);
  }

  private int dimension(Dataset<Row> rows, String column) {
    List<Row> first =
        rows.where(col(quoted(column)).isNotNull())
            .select(size(col(quoted(column))))
            .limit(1)
            .collectAsList();
    if (first.isEmpty()) {
      throw QuickstartFailure.wrongInput(file + ": no row has a value in '" + column + "'");
    }
    return first.get(0).getInt(0);
  }

  /** Every vector must have the same dimension and finite elements; a row may have none. */
  private void requireVectors(Dataset<Row> rows, String column, int dimension) {
    String name = quoted(column);
    Column isWrong =
        expr(
            "size("
                + name
                + ") <> "
                + dimension
                + " OR exists("
                + name
                + ", x -> x IS NULL OR isnan(x) OR abs(x) > 3.4028235e38)");
    List<Row> wrong =
        rows.where(col(name).isNotNull())
            .where(isWrong)
            .select(col("_metadata.row_index"), size(col(name)))
            .orderBy("row_index")
            .limit(1)
            .collectAsList();
    if (!wrong.isEmpty()) {
      long row = wrong.get(0).getLong(0) + 1;
      int length = wrong.get(0).getInt(1);
      throw QuickstartFailure.wrongInput(
          file
              + ", row "
              + row
              + ": the vector in '"
              + column
              + "' has "
              + (length == dimension ? "an element that is no finite float" : length + " elements")
              + "; expected "
              + dimension
              + " finite floats, as in the first row");
    }
  }

  /** The file's name as the name of a table. */
  private String tableName() {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String stem = name.replaceAll("\\.[^.]*$", "").replaceAll("[^a-z0-9]+", "_");
    String trimmed = stem.replaceAll("^_+|_+$", "");
    return trimmed.matches("[a-z].*") ? trimmed : "t_" + trimmed;
  }

  private static List<String> columns(StructType schema, String embedding) {
    List<String> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(Sql.SPARK.name(field.name()) + " " + type(field, embedding).sql());
    }
    return columns;
  }

  private static DataType type(StructField field, String embedding) {
    if (field.name().equals(embedding)) {
      return DataTypes.createArrayType(DataTypes.FloatType);
    }
    boolean isSmall =
        field.dataType().equals(DataTypes.ByteType) || field.dataType().equals(DataTypes.ShortType);
    return isSmall ? DataTypes.IntegerType : field.dataType();
  }

  private static String selection(StructType schema, String embedding) {
    List<String> selected = new ArrayList<>();
    for (StructField field : schema.fields()) {
      String name = Sql.SPARK.name(field.name());
      DataType type = type(field, embedding);
      boolean isSame = type.sql().equals(field.dataType().sql());
      selected.add(isSame ? name : "CAST(" + name + " AS " + type.sql() + ")");
    }
    return "SELECT " + String.join(", ", selected) + " FROM " + VIEW;
  }

  static String quoted(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
