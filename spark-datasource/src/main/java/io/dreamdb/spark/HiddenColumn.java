package io.dreamdb.spark;

import java.util.Optional;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Columns that every table has and {@code *} does not show. */
enum HiddenColumn {
  /** The row's key. */
  ANCHOR("_anchor", DataTypes.LongType, "key of the row, for ever the same"),
  /** The snapshot that is read. */
  MANIFEST("_manifest", DataTypes.StringType, "id of the version that is read"),
  /** The batch that the row is in. */
  BATCH("_batch", DataTypes.StringType, "batch that holds the row");

  private final String text;
  private final DataType type;
  private final String description;

  HiddenColumn(String text, DataType type, String description) {
    this.text = text;
    this.type = type;
    this.description = description;
  }

  /** The hidden column of that name. */
  static Optional<HiddenColumn> find(String name) {
    for (HiddenColumn column : values()) {
      if (column.text.equals(name)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /** The column in a schema. */
  StructField field() {
    return DataTypes.createStructField(text, type, false);
  }

  /** What Spark sees. */
  MetadataColumn column() {
    return new MetadataColumn() {
      @Override
      public String name() {
        return text;
      }

      @Override
      public DataType dataType() {
        return type;
      }

      @Override
      public boolean isNullable() {
        return false;
      }

      @Override
      public String comment() {
        return description;
      }
    };
  }
}
