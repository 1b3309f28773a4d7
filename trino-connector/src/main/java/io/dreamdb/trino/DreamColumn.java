package io.dreamdb.trino;

import io.trino.spi.connector.ColumnHandle;
import io.trino.spi.connector.ColumnMetadata;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.RealType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;

/**
 * A column of a scan.
 *
 * @param name as SQL knows it
 * @param kind where its values come from
 * @param fieldId of a field, or of the embedding that a score is made of; 0 for others
 * @param type the SQL type
 * @param score of a score: what {@link Score#text} says; else empty
 */
public record DreamColumn(String name, Kind kind, int fieldId, Type type, String score)
    implements ColumnHandle {

  /** Where a column's values come from. */
  public enum Kind {
    /** The table. */
    FIELD,
    /** The row's key. */
    ANCHOR,
    /** The version that is read. */
    MANIFEST,
    /** The batch that holds the row. */
    BATCH,
    /** The distance that a search found. */
    DISTANCE,
    /** A vector function of a field and a constant. */
    SCORE
  }

  static final DreamColumn ANCHOR = hidden("$anchor", Kind.ANCHOR, BigintType.BIGINT);
  static final DreamColumn MANIFEST = hidden("$manifest", Kind.MANIFEST, VarcharType.VARCHAR);
  static final DreamColumn BATCH = hidden("$batch", Kind.BATCH, VarcharType.VARCHAR);

  /** What a search returns beside the table's columns. */
  static final DreamColumn DISTANCE = hidden("_distance", Kind.DISTANCE, RealType.REAL);

  static final DreamColumn FOUND_ANCHOR = hidden("_anchor", Kind.ANCHOR, BigintType.BIGINT);
  static final DreamColumn FOUND_MANIFEST = hidden("_manifest", Kind.MANIFEST, VarcharType.VARCHAR);

  private static DreamColumn hidden(String name, Kind kind, Type type) {
    return new DreamColumn(name, kind, 0, type, "");
  }

  static DreamColumn field(String name, int id, Type type) {
    return new DreamColumn(name, Kind.FIELD, id, type, "");
  }

  /** How DESCRIBE shows a hidden column: not at all, though it can be selected. */
  ColumnMetadata hiddenMetadata() {
    return ColumnMetadata.builder().setName(name).setType(type).setHidden(true).build();
  }
}
