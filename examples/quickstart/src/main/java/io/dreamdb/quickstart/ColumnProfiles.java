package io.dreamdb.quickstart;

import static io.dreamdb.quickstart.ParquetFile.quoted;
import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_distinct;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * What the columns of a file are good for: which one names a row, which ones to show, which one to
 * filter by.
 */
final class ColumnProfiles {

  private static final Set<DataType> KEYS =
      Set.of(DataTypes.StringType, DataTypes.LongType, DataTypes.IntegerType);

  /** Of a column that has at most that share of different values one can filter. */
  private static final double LOW_CARDINALITY = 0.5;

  /** Longer texts are prose: nobody filters by them. */
  private static final double LONGEST_LABEL = 80;

  private static final int MOST_SHOWN = 4;

  private final long rows;
  private final List<Profile> profiles;

  private ColumnProfiles(long rows, List<Profile> profiles) {
    this.rows = rows;
    this.profiles = profiles;
  }

  /**
   * A column that can be shown.
   *
   * @param values different values, estimated
   * @param length average characters of a text
   */
  private record Profile(String column, DataType type, long values, double length) {

    boolean isText() {
      return type.equals(DataTypes.StringType);
    }
  }

  /**
   * The value that most rows have in a column.
   *
   * @param rows that have it
   */
  record Frequent(Subject.Filter filter, long rows) {

    String reason() {
      return filter.predicate() + ", its most frequent value, in " + rows + " rows";
    }
  }

  static ColumnProfiles of(Dataset<Row> data, String embedding) {
    List<StructField> fields =
        Arrays.stream(data.schema().fields())
            .filter(field -> !field.name().equals(embedding) && isShowable(field.dataType()))
            .toList();
    List<Column> measures = new ArrayList<>();
    for (StructField field : fields) {
      Column column = col(quoted(field.name()));
      measures.add(approx_count_distinct(column));
      measures.add(avg(length(column.cast(DataTypes.StringType))));
    }
    Row measured = data.agg(count(lit(1)), measures.toArray(Column[]::new)).head();
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      double length = measured.isNullAt(2 + 2 * i) ? 0 : measured.getDouble(2 + 2 * i);
      StructField field = fields.get(i);
      profiles.add(
          new Profile(field.name(), field.dataType(), measured.getLong(1 + 2 * i), length));
    }
    return new ColumnProfiles(measured.getLong(0), profiles);
  }

  private static boolean isShowable(DataType type) {
    return KEYS.contains(type)
        || type.equals(DataTypes.BooleanType)
        || type.equals(DataTypes.DateType)
        || type.equals(DataTypes.FloatType)
        || type.equals(DataTypes.DoubleType);
  }

  long rows() {
    return rows;
  }

  /** The first column whose values all differ, if there is one. */
  Optional<Subject.Key> key(Dataset<Row> data) {
    return profiles.stream()
        .filter(profile -> KEYS.contains(profile.type()) && profile.length() <= LONGEST_LABEL)
        .filter(profile -> profile.values() >= rows * 0.9)
        .filter(profile -> distinct(data, profile.column()) == rows)
        .findFirst()
        .map(profile -> new Subject.Key(profile.column(), profile.isText()));
  }

  private static long distinct(Dataset<Row> data, String column) {
    return data.agg(count_distinct(col(quoted(column)))).head().getLong(0);
  }

  /**
   * The text column with the fewest values that does not have one only, and its commonest value.
   */
  Optional<Frequent> frequent(Dataset<Row> data) {
    return profiles.stream()
        .filter(profile -> profile.isText() && profile.length() <= LONGEST_LABEL)
        .filter(profile -> profile.values() > 1 && profile.values() <= rows * LOW_CARDINALITY)
        .min(Comparator.comparingLong(Profile::values))
        .map(profile -> commonest(data, profile.column()));
  }

  private static Frequent commonest(Dataset<Row> data, String column) {
    Column values = col(quoted(column));
    Row most =
        data.where(values.isNotNull())
            .groupBy(values.as("value"))
            .count()
            .orderBy(col("count").desc(), col("value"))
            .head();
    return new Frequent(new Subject.Filter(column, most.getString(0)), most.getLong(1));
  }

  /** Columns to show, in the file's order: the first, the filter's, a label and the prose. */
  List<String> shown(Optional<String> filter) {
    Set<String> chosen = new LinkedHashSet<>();
    profiles.stream().findFirst().ifPresent(first -> chosen.add(first.column()));
    filter.ifPresent(chosen::add);
    profiles.stream()
        .filter(profile -> profile.isText() && profile.length() > LONGEST_LABEL)
        .max(Comparator.comparingDouble(Profile::length))
        .ifPresent(prose -> chosen.add(prose.column()));
    profiles.stream()
        .filter(profile -> profile.isText() && profile.length() <= LONGEST_LABEL)
        .forEach(label -> {
          if (chosen.size() < MOST_SHOWN) {
            chosen.add(label.column());
          }
        });
    return profiles.stream().map(Profile::column).filter(chosen::contains).toList();
  }
}
