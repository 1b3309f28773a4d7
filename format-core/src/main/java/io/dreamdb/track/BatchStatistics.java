package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The column statistics of a batch as they are stored: the fields of scalar type, those inside
 * structs included, in the types that they had when the batch was written. Immutable.
 */
public final class BatchStatistics {

  /** Of a batch whose schema had no field of scalar type. */
  public static final BatchStatistics NONE = new BatchStatistics(List.of());

  private static final String KIND = "statistics";

  private final List<FieldStatistics> fields;

  private BatchStatistics(List<FieldStatistics> fields) {
    this.fields = List.copyOf(fields);
  }

  /**
   * The statistics to be stored for a batch.
   *
   * @param schema the schema with which it was written
   * @param statistics by field id, over all rows; those of fields that are not scalar are ignored
   * @throws IllegalArgumentException if a field has none, or a bound is too long
   */
  public static BatchStatistics of(Schema schema, Map<Integer, ColumnStatistics> statistics) {
    List<FieldStatistics> fields = new ArrayList<>();
    forEachScalar(
        schema.fields(),
        field -> {
          ColumnStatistics known = statistics.get(field.id());
          if (known == null) {
            throw new IllegalArgumentException("no statistics of field '" + field.name() + "'");
          }
          fields.add(FieldStatistics.of(field, known));
        });
    fields.sort(Comparator.comparingInt(FieldStatistics::fieldId));
    return new BatchStatistics(fields);
  }

  /** Whether there is no field. */
  public boolean isEmpty() {
    return fields.isEmpty();
  }

  /**
   * The statistics of the scalar fields of a schema, by field id, in the fields' present types. A
   * field that came after the batch has its default in all rows.
   *
   * @param rows rows of the batch
   * @throws CorruptObject if a bound is no value of its field's type
   */
  Map<Integer, ColumnStatistics> read(Schema schema, int rows) {
    Map<Integer, ColumnStatistics> statistics = new HashMap<>();
    forEachScalar(
        schema.fields(),
        field -> {
          FieldStatistics stored = find(field.id());
          statistics.put(
              field.id(),
              stored == null ? ColumnStatistics.ofMissing(field, rows) : stored.read(field, rows));
        });
    return statistics;
  }

  private @Nullable FieldStatistics find(int fieldId) {
    int low = 0;
    int high = fields.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = fields.get(middle).fieldId();
      if (found == fieldId) {
        return fields.get(middle);
      }
      low = found < fieldId ? middle + 1 : low;
      high = found < fieldId ? high : middle - 1;
    }
    return null;
  }

  private static void forEachScalar(List<Field> fields, Consumer<Field> consumer) {
    for (Field field : fields) {
      if (field.type().isScalar()) {
        consumer.accept(field);
      } else if (field.type() instanceof StructType struct) {
        forEachScalar(struct.fields(), consumer);
      }
    }
  }

  /** Throws unless no field has more NULLs and NaNs than rows. */
  void requireRows(int rows) {
    for (FieldStatistics field : fields) {
      if (field.nulls() > rows || field.nans() > rows - field.nulls()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "field %d has %d NULLs and %d NaNs in %d rows",
                field.fieldId(),
                field.nulls(),
                field.nans(),
                rows));
      }
    }
  }

  CborArray encode() {
    return CborArray.of(fields.stream().map(FieldStatistics::encode).toList());
  }

  static BatchStatistics decode(CborItem item) {
    List<FieldStatistics> fields = new ArrayList<>();
    int previous = 0;
    for (CborItem element : item.array()) {
      FieldStatistics field = FieldStatistics.decode(element);
      if (field.fieldId() <= previous) {
        throw element.expected("a field id above " + previous);
      }
      previous = field.fieldId();
      fields.add(field);
    }
    if (fields.isEmpty()) {
      throw item.expected("statistics of at least one field");
    }
    return new BatchStatistics(fields);
  }

  byte[] encodeObject() {
    return Cbor.encode(StructuralObject.begin(KIND).put("columns", encode()).build());
  }

  static BatchStatistics decodeObject(CborItem root) {
    CborFields object = StructuralObject.open(root, KIND);
    CborItem columns = object.required("columns");
    object.done();
    if (Cbor.encodedLength(columns.value()) <= PartWriter.MAX_INLINE_STATISTICS) {
      throw columns.expected("more than " + PartWriter.MAX_INLINE_STATISTICS + " bytes");
    }
    return decode(columns);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchStatistics statistics && fields.equals(statistics.fields);
  }

  @Override
  public int hashCode() {
    return fields.hashCode();
  }

  @Override
  public String toString() {
    return fields.toString();
  }

  /** Collects the statistics of a batch block by block. Not for use by several threads. */
  public static final class Collector {

    private final Schema schema;
    private final Map<Integer, ColumnStatistics> statistics = new HashMap<>();

    /** For blocks that have all scalar columns of the schema. */
    public Collector(Schema schema) {
      this.schema = schema;
      forEachScalar(
          schema.fields(), field -> statistics.put(field.id(), ColumnStatistics.ofNulls(0)));
    }

    /** Adds the rows of a block. */
    public void add(RowBlock rows) {
      rows.statistics()
          .forEach((id, block) -> statistics.computeIfPresent(id, (key, sum) -> sum.merge(block)));
    }

    /** The statistics of the rows so far. */
    public BatchStatistics build() {
      return of(schema, statistics);
    }
  }
}
