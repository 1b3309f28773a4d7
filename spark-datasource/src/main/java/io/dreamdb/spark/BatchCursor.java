package io.dreamdb.spark;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.Bitmap;
import io.dreamdb.schema.BoundPredicate;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.VectorStorage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.execution.vectorized.ConstantColumnVector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Goes through one batch step by step. A step reads the same rows of the row batch and of the
 * vector storages, and hands on those that are live and match. One thread.
 */
final class BatchCursor implements AutoCloseable {

  private final RowSelection selection;
  private final ScanTask task;
  private final int rows;
  private final BatchAnchors anchors;
  private final long[] deleted;
  private final boolean hasDeletions;
  private final List<Field> conditionFields;
  private final List<Field> scalars;
  private final Map<Integer, Optional<VectorStorage>> vectors = new TreeMap<>();
  private final @Nullable RowBatchVectors reader;
  private int offset;

  BatchCursor(RowSelection selection, ScanTask task, BatchSource source) {
    this.selection = selection;
    this.task = task;
    this.rows = task.rows();
    this.anchors = source.anchors();
    this.hasDeletions = source.batch().entry().deleted() > 0;
    this.deleted = hasDeletions ? source.deletions().words(rows) : new long[0];
    this.conditionFields = selection.conditionFields(source);
    this.scalars = scalars(source);
    Optional<VerifiedObject> data = scalars.isEmpty() ? Optional.empty() : source.data();
    this.reader =
        data.map(object -> new RowBatchVectors(object, scalars, selection.plan().batchRows()))
            .orElse(null);
  }

  /** The scalar fields that are read; opens the vector storages of the others. */
  private List<Field> scalars(BatchSource source) {
    Set<Field> fields = new LinkedHashSet<>(conditionFields);
    for (RowSelection.Output output : selection.outputs()) {
      if (output instanceof RowSelection.Output.Stored stored) {
        fields.add(stored.field());
      }
    }
    List<Field> others = new ArrayList<>();
    for (Field field : fields) {
      if (TypeMapping.isEmbedding(field)) {
        vectors.put(field.id(), source.vectors(field));
      } else {
        others.add(field);
      }
    }
    return others;
  }

  /** The next rows that are live and match; null behind the last. */
  @Nullable ColumnarBatch next() {
    while (offset < rows) {
      int first = offset;
      int count = step();
      offset += count;
      int[] positions = positions(first, count);
      if (positions.length > 0) {
        return batch(first, count, positions);
      }
    }
    return null;
  }

  private int step() {
    if (reader == null) {
      return Math.min(selection.plan().batchRows(), rows - offset);
    }
    if (!reader.next()) {
      throw new io.dreamdb.CorruptObject(
          "batch " + task.batchName() + " has " + offset + " rows; its entry says " + rows);
    }
    return reader.rows();
  }

  private int[] positions(int first, int count) {
    Bitmap matching = matching(first, count);
    int[] positions = new int[count];
    int size = 0;
    for (int i = 0; i < count; i++) {
      int row = first + i;
      boolean live = !hasDeletions || (deleted[row >>> 6] >>> row & 1) == 0;
      if (live && (matching == null || matching.get(i))) {
        positions[size++] = i;
      }
    }
    return java.util.Arrays.copyOf(positions, size);
  }

  /** Which rows of the step match; null if all do. */
  private @Nullable Bitmap matching(int first, int count) {
    BoundPredicate condition = selection.condition();
    if (conditionFields.isEmpty()) {
      boolean none =
          condition == BoundPredicate.Constant.FALSE
              || condition == BoundPredicate.Constant.UNKNOWN;
      return none ? Bitmap.filled(count, false) : null;
    }
    List<ColumnVector> columns = new ArrayList<>();
    for (Field field : conditionFields) {
      columns.add(column(field, first, count));
    }
    return condition.select(VectorBlock.of(conditionFields, columns, count));
  }

  private ColumnarBatch batch(int first, int count, int[] positions) {
    ColumnVector[] columns = new ColumnVector[selection.outputs().size()];
    for (int i = 0; i < columns.length; i++) {
      ColumnVector all = output(selection.outputs().get(i), first, count);
      boolean some = positions.length < count && !(all instanceof ConstantColumnVector);
      columns[i] = some ? new SelectedVector(all, positions) : all;
    }
    return new ColumnarBatch(columns, positions.length);
  }

  private ColumnVector output(RowSelection.Output output, int first, int count) {
    if (output instanceof RowSelection.Output.Stored stored) {
      return column(stored.field(), first, count);
    }
    HiddenColumn hidden = ((RowSelection.Output.Hidden) output).column();
    return switch (hidden) {
      case ANCHOR -> new AnchorVector(anchors, first);
      case MANIFEST -> constant(count, selection.plan().manifest());
      case BATCH -> constant(count, task.batchName());
    };
  }

  /** The same text in every row. */
  static ColumnVector constant(int rows, String text) {
    ConstantColumnVector constant = new ConstantColumnVector(rows, DataTypes.StringType);
    constant.setNotNull();
    constant.setUtf8String(UTF8String.fromString(text));
    return constant;
  }

  private ColumnVector column(Field field, int first, int count) {
    if (field.type() instanceof EmbeddingType type) {
      Optional<VectorStorage> storage = vectors.getOrDefault(field.id(), Optional.empty());
      return storage
          .<ColumnVector>map(stored -> EmbeddingVector.read(type, stored, first, count))
          .orElseGet(() -> ColumnDefault.vector(field, count));
    }
    return reader == null
        ? ColumnDefault.vector(field, count)
        : reader.column(scalars.indexOf(field));
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
  }
}
