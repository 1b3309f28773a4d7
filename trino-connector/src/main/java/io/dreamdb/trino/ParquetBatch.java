package io.dreamdb.trino;

import io.dreamdb.CorruptObject;
import io.dreamdb.DreamException;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.ArrayType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.MapType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.StructType;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.parquet.Column;
import io.trino.parquet.GroupField;
import io.trino.parquet.ParquetReaderOptions;
import io.trino.parquet.ParquetTypeUtils;
import io.trino.parquet.PrimitiveField;
import io.trino.parquet.metadata.BlockMetadata;
import io.trino.parquet.metadata.ParquetMetadata;
import io.trino.parquet.metadata.PrunedBlockMetadata;
import io.trino.parquet.reader.MetadataReader;
import io.trino.parquet.reader.ParquetReader;
import io.trino.parquet.reader.RowGroupInfo;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SourcePage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.io.ColumnIO;
import org.apache.parquet.io.GroupColumnIO;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.PrimitiveColumnIO;
import org.apache.parquet.schema.MessageType;
import org.joda.time.DateTimeZone;
import org.jspecify.annotations.Nullable;

/**
 * An open row batch: its footer, and which of the columns asked for it has. For one thread at a
 * time; holds nothing that needs closing.
 */
final class ParquetBatch {

  private final VerifiedObject object;
  private final Schema columns;
  private final TypeMapping types;
  private final ParquetMetadata metadata;
  private final Map<List<String>, ColumnDescriptor> descriptors;
  private final List<Column> found = new ArrayList<>();

  /** Per column asked for: what is read in its place, with witnesses where it needs them. */
  private final List<Field> read = new ArrayList<>();

  /** Per column asked for: its place among {@link #found}, or −1 where the file lacks it. */
  private final int[] channels;

  /**
   * Reads the footer.
   *
   * @param columns found by field id
   * @throws CorruptObject if the object is no row batch
   */
  ParquetBatch(VerifiedObject object, Schema columns, TypeMapping types) {
    this.object = object;
    this.columns = columns;
    this.types = types;
    try {
      this.metadata = MetadataReader.readFooter(source(), Optional.empty());
      MessageType file = metadata.getFileMetaData().getSchema();
      MessageType requested = requested(file, columns);
      this.descriptors = ParquetTypeUtils.getDescriptors(file, requested);
      MessageColumnIO io = ParquetTypeUtils.getColumnIO(file, requested);
      this.channels = new int[columns.fields().size()];
      for (int i = 0; i < channels.length; i++) {
        read.add(asked(columns.fields().get(i), file));
        channels[i] = addColumn(read.get(i), io);
      }
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  private VerifiedDataSource source() {
    return new VerifiedDataSource(object, ParquetReaderOptions.defaultOptions());
  }

  private static MessageType requested(MessageType file, Schema columns) {
    List<org.apache.parquet.schema.Type> fields = new ArrayList<>();
    for (org.apache.parquet.schema.Type field : file.getFields()) {
      if (field.getId() != null && columns.indexOf(field.getId().intValue()) >= 0) {
        fields.add(field);
      }
    }
    return new MessageType(file.getName(), fields);
  }

  private static Field asked(Field field, MessageType file) {
    return file.getFields().stream()
        .filter(type -> type.getId() != null && type.getId().intValue() == field.id())
        .findFirst()
        .map(type -> StructWitness.asked(field, type))
        .orElse(field);
  }

  private int addColumn(Field field, MessageColumnIO io) throws IOException {
    ColumnIO column = child(io, field.id());
    if (column == null) {
      return -1;
    }
    Optional<io.trino.parquet.Field> parquet = parquetField(field, column);
    if (parquet.isEmpty()) {
      return -1;
    }
    found.add(new Column(column.getName(), parquet.get()));
    return found.size() - 1;
  }

  private static @Nullable ColumnIO child(GroupColumnIO group, int id) {
    for (int i = 0; i < group.getChildrenCount(); i++) {
      ColumnIO child = group.getChild(i);
      if (child.getType().getId() != null && child.getType().getId().intValue() == id) {
        return child;
      }
    }
    return null;
  }

  private Optional<io.trino.parquet.Field> parquetField(Field field, @Nullable ColumnIO column)
      throws IOException {
    if (column == null) {
      return Optional.empty();
    }
    boolean isGroup = !(field.type().children().isEmpty());
    if (isGroup != column instanceof GroupColumnIO) {
      throw wrongType(field, column);
    }
    if (column instanceof PrimitiveColumnIO leaf) {
      return Optional.of(
          new PrimitiveField(
              types.toTrino(field.type()),
              required(column),
              leaf.getColumnDescriptor(),
              leaf.getId()));
    }
    GroupColumnIO group = (GroupColumnIO) column;
    List<Optional<io.trino.parquet.Field>> children = new ArrayList<>();
    switch (field.type()) {
      case ArrayType array ->
          children.add(parquetField(array.element(), repeated(field, group, 1).getChild(0)));
      case MapType map -> {
        GroupColumnIO entry = repeated(field, group, 2);
        children.add(parquetField(map.key(), entry.getChild(0)));
        children.add(parquetField(map.value(), entry.getChild(1)));
      }
      case StructType struct -> {
        for (Field child : struct.fields()) {
          children.add(parquetField(child, child(group, child.id())));
        }
      }
      default -> throw wrongType(field, column);
    }
    return Optional.of(
        new GroupField(
            types.toTrino(field.type()),
            column.getRepetitionLevel(),
            column.getDefinitionLevel(),
            required(column),
            children));
  }

  /** The repeated group inside a list or map. */
  private GroupColumnIO repeated(Field field, GroupColumnIO group, int children)
      throws IOException {
    if (group.getChildrenCount() == 1
        && group.getChild(0) instanceof GroupColumnIO repeated
        && repeated.getChildrenCount() == children) {
      return repeated;
    }
    throw wrongType(field, group);
  }

  private static boolean required(ColumnIO column) {
    return column.getType().getRepetition() != org.apache.parquet.schema.Type.Repetition.OPTIONAL;
  }

  private IOException wrongType(Field field, ColumnIO column) {
    return new IOException(
        "column '"
            + field.name()
            + "' is "
            + column.getType()
            + ", expected "
            + field.type().text());
  }

  /** Number of rows, deleted ones included. */
  int rows() {
    long rows = 0;
    for (BlockMetadata group : groups()) {
      rows += group.rowCount();
    }
    return Math.toIntExact(rows);
  }

  private List<BlockMetadata> groups() {
    try {
      return metadata.getBlocks();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Whether the file has a column asked for. */
  boolean has(int column) {
    return channels[column] >= 0;
  }

  /** A column asked for that the file has, in a page of {@link #open}. */
  Block block(SourcePage page, int column) {
    Block block = page.getBlock(channels[column]);
    Field wanted = columns.fields().get(column);
    io.dreamdb.schema.Type found = read.get(column).type();
    return found.equals(wanted.type())
        ? block
        : new ColumnBlocks(types)
            .toBlock(StructWitness.without(wanted.type(), BlockColumns.toColumn(found, block)));
  }

  /** Whether the file has one of the columns asked for. */
  boolean hasColumns() {
    return !found.isEmpty();
  }

  /** Begins to read at the row group that holds a row, which ends before {@code end}. */
  ParquetReader open(int first, int end, AggregatedMemoryContext memory) {
    try {
      VerifiedDataSource source = source();
      List<RowGroupInfo> wanted = new ArrayList<>();
      long start = 0;
      for (BlockMetadata group : groups()) {
        if (start + group.rowCount() > first && start < end) {
          wanted.add(
              new RowGroupInfo(
                  PrunedBlockMetadata.createPrunedColumnsMetadata(
                      group, source.getId(), descriptors),
                  start,
                  Optional.empty()));
        }
        start += group.rowCount();
      }
      return new ParquetReader(
          Optional.ofNullable(metadata.getFileMetaData().getCreatedBy()),
          found,
          false,
          wanted,
          source,
          DateTimeZone.UTC,
          memory,
          ParquetReaderOptions.defaultOptions(),
          this::failure,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  /** What a failed read means: bytes were verified, so the object itself is at fault. */
  RuntimeException failure(Exception cause) {
    for (Throwable at = cause; at != null; at = at.getCause()) {
      if (at instanceof DreamException || at instanceof TrinoException) {
        return (RuntimeException) at;
      }
    }
    return new CorruptObject(object.name() + " is no row batch: " + cause.getMessage(), cause);
  }
}
