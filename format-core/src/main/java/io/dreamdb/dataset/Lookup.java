package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.RowBatchCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads single rows by their anchors, batch by batch. */
final class Lookup {

  private final Snapshot snapshot;
  private final Space space;

  Lookup(Snapshot snapshot, Space space) {
    this.snapshot = snapshot;
    this.space = space;
  }

  RowBlock rows(long[] anchors, Schema columns) {
    int[] ascending =
        IntStream.range(0, anchors.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> anchors[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<ColumnBuilder> builders = new ArrayList<>();
    for (Field field : columns.fields()) {
      builders.add(ColumnBuilder.of(field.type()));
    }
    int[] places = new int[anchors.length];
    RowBatchCodec codec = anchors.length == 0 ? null : snapshot.codec();
    int done = 0;
    while (done < ascending.length) {
      Batch batch = batchOf(anchors[ascending[done]]);
      BatchSource source = snapshot.source(batch);
      BatchAnchors known = source.anchors();
      DeletionBitmap deletions = source.deletions();
      try (BatchRows rows =
          new BatchRows(source, columns, java.util.Objects.requireNonNull(codec))) {
        while (done < ascending.length && batch.owns(anchors[ascending[done]])) {
          long anchor = anchors[ascending[done]];
          int row = known.offset(anchor);
          if (row < 0 || deletions.contains(row)) {
            throw noRow(anchor);
          }
          append(builders, rows.read(row, 1));
          places[ascending[done]] = done;
          done++;
        }
      }
    }
    List<Column> built = builders.stream().map(ColumnBuilder::build).toList();
    return new RowBlock(columns, anchors.length, built).select(places);
  }

  private Batch batchOf(long anchor) {
    return (anchor < 0
            ? java.util.Optional.<Batch>empty()
            : space.rows.batchOf(snapshot.track(), anchor))
        .orElseThrow(() -> noRow(anchor));
  }

  private InvalidInput noRow(long anchor) {
    return new InvalidInput(
        "There is no live row with anchor " + anchor + " in version " + snapshot.version());
  }

  private static void append(List<ColumnBuilder> builders, RowBlock row) {
    for (int i = 0; i < builders.size(); i++) {
      @Nullable Object value = row.columns().get(i).get(0);
      if (value == null) {
        builders.get(i).appendNull();
      } else {
        builders.get(i).append(value);
      }
    }
  }
}
