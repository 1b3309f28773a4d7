package io.dreamdb.dataset;

import io.dreamdb.InvalidInput;
import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.object.FetchCost;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.DeletionBitmap;
import io.dreamdb.track.VectorParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads single rows by their anchors: batch by batch, or, where each would wait for a store,
 * several batches side by side.
 */
final class Lookup {

  /** Batches that are read side by side. */
  private static final int MAX_THREADS = 16;

  /** Vectors that are fetched at once. */
  private static final int MAX_BYTES = 16 << 20;

  private final Snapshot snapshot;
  private final Space space;

  /** Rows of one batch, by their places in the ascending order. */
  private record Group(Batch batch, int from, int to) {}

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
    long[] sorted = Arrays.stream(ascending).mapToLong(i -> anchors[i]).toArray();
    List<ColumnBuilder> builders = new ArrayList<>();
    for (Field field : columns.fields()) {
      builders.add(ColumnBuilder.of(field.type()));
    }
    List<Group> groups = groups(sorted);
    if (snapshot.maps()) {
      groups.forEach(group -> read(group, sorted, columns, row -> append(builders, row)));
    } else {
      fetched(groups, sorted, columns).forEach(row -> append(builders, row));
    }
    int[] places = new int[anchors.length];
    for (int i = 0; i < ascending.length; i++) {
      places[ascending[i]] = i;
    }
    List<Column> built = builders.stream().map(ColumnBuilder::build).toList();
    return new RowBlock(columns, anchors.length, built).select(places);
  }

  private List<Group> groups(long[] sorted) {
    List<Group> groups = new ArrayList<>();
    for (int from = 0; from < sorted.length; ) {
      Batch batch = batchOf(sorted[from]);
      int to = from + 1;
      while (to < sorted.length && batch.owns(sorted[to])) {
        to++;
      }
      groups.add(new Group(batch, from, to));
      from = to;
    }
    return groups;
  }

  private void read(Group group, long[] sorted, Schema columns, Consumer<RowBlock> into) {
    BatchSource source = snapshot.scattered(group.batch());
    BatchAnchors known = source.anchors();
    DeletionBitmap deletions = source.deletions();
    try (BatchRows rows = new BatchRows(source, columns, snapshot.codec())) {
      for (int i = group.from(); i < group.to(); i++) {
        int row = known.offset(sorted[i]);
        if (row < 0 || deletions.contains(row)) {
          throw noRow(sorted[i]);
        }
        into.accept(rows.read(row, 1));
      }
    }
  }

  /** Rows of groups, in order, from several threads. */
  private List<RowBlock> fetched(List<Group> groups, long[] sorted, Schema columns) {
    fetchVectors(groups, sorted, columns);
    List<List<RowBlock>> rows = new ArrayList<>();
    groups.forEach(group -> rows.add(new ArrayList<>()));
    AtomicInteger next = new AtomicInteger();
    List<Boolean> unused =
        SearchThreads.run(
            Math.max(1, Math.min(MAX_THREADS, groups.size())),
            () -> {
              for (int i = next.getAndIncrement(); i < groups.size(); i = next.getAndIncrement()) {
                read(groups.get(i), sorted, columns, rows.get(i)::add);
              }
              return true;
            });
    return rows.stream().flatMap(List::stream).toList();
  }

  /**
   * Brings the vectors of the first rows into memory, those of all batches together. Deleted rows
   * are no matter yet.
   */
  private void fetchVectors(List<Group> groups, long[] sorted, Schema columns) {
    for (Field field : columns.fields()) {
      if (field.type() instanceof EmbeddingType type) {
        List<ObjectPart> heads = new ArrayList<>();
        groups.forEach(group -> snapshot.vectorHead(group.batch(), field).ifPresent(heads::add));
        FetchCost unused = snapshot.fetch(heads);
        List<ObjectPart> vectors = new ArrayList<>();
        int most = Math.max(1, MAX_BYTES / (type.dimension() * Float.BYTES));
        groups.forEach(group -> addVectors(group, sorted, field, vectors));
        FetchCost others = snapshot.fetch(vectors.subList(0, Math.min(most, vectors.size())));
      }
    }
  }

  private void addVectors(Group group, long[] sorted, Field field, List<ObjectPart> into) {
    if (snapshot.vectorHead(group.batch(), field).isEmpty()) {
      return;
    }
    VectorParts vectors = snapshot.vectorParts(group.batch(), field);
    BatchAnchors anchors = snapshot.source(group.batch()).anchors();
    for (int i = group.from(); i < group.to(); i++) {
      int row = anchors.offset(sorted[i]);
      if (row >= 0 && vectors.isPresent(row)) {
        into.add(vectors.part(row));
      }
    }
  }

  private Batch batchOf(long anchor) {
    return (anchor < 0 ? Optional.<Batch>empty() : space.rows.batchOf(snapshot.track(), anchor))
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
