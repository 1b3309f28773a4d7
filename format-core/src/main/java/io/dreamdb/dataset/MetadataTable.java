package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Type;
import io.dreamdb.track.Anchor;
import io.dreamdb.track.Batch;
import io.dreamdb.track.TombstoneRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What a table says of itself, as rows: the same columns in every engine. */
public enum MetadataTable {

  /** The versions on the line of a version, the latest first. */
  SNAPSHOTS(
      columns()
          .add("committed_at", PrimitiveType.TIMESTAMP)
          .add("version", PrimitiveType.STRING)
          .addNullable("parent_version", PrimitiveType.STRING)
          .add("operation", PrimitiveType.STRING)
          .add("rows_added", PrimitiveType.BIGINT)
          .add("rows_deleted", PrimitiveType.BIGINT)
          .add("rows_live", PrimitiveType.BIGINT)
          .add("batches", PrimitiveType.BIGINT)
          .add("objects_added", PrimitiveType.BIGINT)
          .add("bytes_added", PrimitiveType.BIGINT)
          .add("writer", PrimitiveType.STRING)
          .schema(),
      MetadataTable::snapshots),

  /** When which version became the present one, the latest first. */
  HISTORY(
      columns()
          .add("made_current_at", PrimitiveType.TIMESTAMP)
          .add("version", PrimitiveType.STRING)
          .addNullable("parent_version", PrimitiveType.STRING)
          .add("depth", PrimitiveType.BIGINT)
          .schema(),
      MetadataTable::history),

  /** Branches and tags, by name. */
  REFS(
      columns()
          .add("name", PrimitiveType.STRING)
          .add("type", PrimitiveType.STRING)
          .add("version", PrimitiveType.STRING)
          .add("committed_at", PrimitiveType.TIMESTAMP)
          .schema(),
      MetadataTable::refs),

  /** The batches of a version, by anchor. */
  BATCHES(
      columns()
          .add("first_anchor", PrimitiveType.BIGINT)
          .add("lane", PrimitiveType.INT)
          .add("rows", PrimitiveType.BIGINT)
          .add("deleted_rows", PrimitiveType.BIGINT)
          .add("added_at", PrimitiveType.TIMESTAMP)
          .add("data_bytes", PrimitiveType.BIGINT)
          .add("vector_bytes", PrimitiveType.BIGINT)
          .schema(),
      MetadataTable::batches),

  /** The log of deletions, by operation. */
  TOMBSTONES(
      columns()
          .add("operation", PrimitiveType.STRING)
          .add("committed_at", PrimitiveType.TIMESTAMP)
          .addNullable("actor", PrimitiveType.STRING)
          .addNullable("reason", PrimitiveType.STRING)
          .add("part", PrimitiveType.BIGINT)
          .add("rows", PrimitiveType.BIGINT)
          .schema(),
      MetadataTable::tombstones);

  private final Schema schema;
  private final BiConsumer<Snapshot, Rows> fill;

  MetadataTable(Schema schema, BiConsumer<Snapshot, Rows> fill) {
    this.schema = schema;
    this.fill = fill;
  }

  /**
   * The table of that name, in any case.
   *
   * @throws InvalidInput if there is none, naming those that there are
   */
  public static MetadataTable parse(String name) {
    for (MetadataTable table : values()) {
      if (table.text().equals(name.toLowerCase(Locale.ROOT))) {
        return table;
      }
    }
    throw new InvalidInput(
        "There is no metadata table '"
            + name
            + "'; there are "
            + Arrays.stream(values()).map(MetadataTable::text).toList());
  }

  /** Its name. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its columns. */
  public Schema schema() {
    return schema;
  }

  /** Its rows as of a version. */
  public RowBlock read(Snapshot snapshot) {
    Rows rows = new Rows(schema);
    fill.accept(snapshot, rows);
    return rows.build();
  }

  private static void snapshots(Snapshot from, Rows rows) {
    Iterator<Snapshot> line = from.line();
    while (line.hasNext()) {
      Snapshot version = line.next();
      Summary summary = version.summary();
      rows.add(
          instant(version.timeNanos()),
          version.version().toString(),
          version.parent().map(Object::toString).orElse(null),
          summary.operation(),
          summary.rowsAdded(),
          summary.rowsDeleted(),
          summary.rowsLive(),
          summary.batches(),
          summary.objectsAdded(),
          summary.bytesAdded(),
          version.writer());
    }
  }

  private static void history(Snapshot from, Rows rows) {
    Iterator<Snapshot> line = from.line();
    while (line.hasNext()) {
      Snapshot version = line.next();
      rows.add(
          instant(version.timeNanos()),
          version.version().toString(),
          version.parent().map(Object::toString).orElse(null),
          version.depth());
    }
  }

  private static void refs(Snapshot from, Rows rows) {
    for (RefInfo ref : from.dataset().refs()) {
      RefName name = ref.name();
      rows.add(
          name.shortName(),
          name.isTag() ? "TAG" : "BRANCH",
          ref.version().toString(),
          instant(ref.timeNanos()));
    }
  }

  private static void batches(Snapshot from, Rows rows) {
    Iterator<Batch> batches = from.batches();
    while (batches.hasNext()) {
      Batch batch = batches.next();
      var data = batch.entry().data();
      rows.add(
          batch.firstAnchor(),
          Anchor.lane(batch.firstAnchor()),
          (long) batch.entry().rows(),
          (long) batch.entry().deleted(),
          instant(batch.entry().time()),
          data == null ? 0L : data.lengthBytes(),
          batch.entry().vectors().stream()
              .mapToLong(vector -> vector.storage().lengthBytes())
              .sum());
    }
  }

  private static void tombstones(Snapshot from, Rows rows) {
    Iterator<TombstoneRecord> log = from.tombstones();
    while (log.hasNext()) {
      TombstoneRecord record = log.next();
      rows.add(
          record.operation().kind().text(),
          instant(record.operation().time()),
          record.operation().actor(),
          record.operation().reason(),
          record.part(),
          (long) record.count());
    }
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(nanos / 1_000_000_000L, nanos % 1_000_000_000L / 1_000 * 1_000);
  }

  private static Columns columns() {
    return new Columns();
  }

  /** Columns with ids in their order: these tables are never stored. */
  private static final class Columns {

    private final List<Field> fields = new ArrayList<>();

    Columns add(String name, Type type) {
      fields.add(Field.required(fields.size() + 1, name, type));
      return this;
    }

    Columns addNullable(String name, Type type) {
      fields.add(Field.nullable(fields.size() + 1, name, type));
      return this;
    }

    Schema schema() {
      return new Schema(fields);
    }
  }

  /** Collects rows. */
  private static final class Rows {

    private final Schema schema;
    private final List<ColumnBuilder> builders = new ArrayList<>();
    private int count;

    Rows(Schema schema) {
      this.schema = schema;
      schema.fields().forEach(field -> builders.add(ColumnBuilder.of(field.type())));
    }

    void add(@Nullable Object... values) {
      for (int i = 0; i < builders.size(); i++) {
        @Nullable Object value = values[i];
        if (value == null) {
          builders.get(i).appendNull();
        } else {
          builders.get(i).append(value);
        }
      }
      count++;
    }

    RowBlock build() {
      return new RowBlock(schema, count, builders.stream().map(ColumnBuilder::build).toList());
    }
  }
}
