package io.dreamdb.track;

import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.ColumnStatistics;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Batches for tests. */
final class BatchEntries {

  private static final Schema SCHEMA =
      Schema.of(
          Field.nullable(5, "count", PrimitiveType.BIGINT),
          Field.nullable(3, "name", PrimitiveType.STRING));

  private BatchEntries() {}

  /** A batch that refers to a row batch and says nothing more. */
  static Batch plain(long firstAnchor, int rows) {
    ObjectRef data = Space.ref("data " + rows, 0, 1_000 + rows);
    return new Batch(firstAnchor, BatchEntry.of(rows, 3, 1_000_000, data, List.of(), null));
  }

  /** Any entry; its references lead nowhere. */
  static BatchEntry random(Random random, int rows) {
    List<VectorEntry> vectors = new ArrayList<>();
    for (int field = 1 + random.nextInt(9); field < 20; field += 1 + random.nextInt(20)) {
      int nulls = random.nextInt(rows);
      boolean allZero = random.nextInt(4) == 0;
      vectors.add(
          new VectorEntry(
              field,
              Space.ref("vectors " + field, random.nextInt(3), 64 + 16L * rows),
              nulls,
              allZero ? rows - nulls : random.nextInt(rows - nulls),
              allZero ? 0 : 1 + random.nextFloat()));
    }
    DeletionBitmap deletions = deletions(random, Math.min(rows, 60));
    boolean deleted = random.nextBoolean() && !deletions.isEmpty();
    return new BatchEntry(
        rows,
        AnchorSpan.of(rows),
        random.nextInt(100_000),
        random.nextLong() >>> 1,
        random.nextInt(5) == 0 ? null : Space.ref("data", random.nextInt(3), rows),
        vectors,
        statistics(random, rows),
        deleted ? deletions.cardinality() : 0,
        deleted ? new Stored.Inline<>(deletions) : null);
  }

  /** A span that may own more anchors than there are rows. */
  static AnchorSpan span(Random random, int rows) {
    return switch (random.nextInt(rows < 50 ? 4 : 3)) {
      case 0 -> new AnchorSpan(rows + 1L + random.nextInt(100), null);
      case 3 ->
          new AnchorSpan(
              5L * rows, new Stored.Inline<>(AnchorRuns.of(Space.ascending(random, rows))));
      case 1 ->
          new AnchorSpan(
              9L * rows, new Stored.External<>(Space.ref("anchors", random.nextInt(3), 1_000)));
      default -> AnchorSpan.of(rows);
    };
  }

  private static DeletionBitmap deletions(Random random, int rows) {
    DeletionBitmap.Builder builder = new DeletionBitmap.Builder();
    random.ints(random.nextInt(30), 0, rows).forEach(builder::add);
    return builder.build();
  }

  private static @Nullable Stored<BatchStatistics> statistics(Random random, int rows) {
    int choice = random.nextInt(3);
    if (choice == 0) {
      return null;
    }
    if (choice == 1) {
      return new Stored.External<>(Space.ref("statistics", 1, 2_000));
    }
    Value count = Value.of(PrimitiveType.BIGINT, random.nextLong());
    ColumnStatistics counts = new ColumnStatistics(rows, random.nextInt(rows), 0, count, count);
    Value name = Value.of(PrimitiveType.STRING, "n" + random.nextInt());
    ColumnStatistics names = new ColumnStatistics(rows, 0, 0, name, null);
    return new Stored.Inline<>(BatchStatistics.of(SCHEMA, Map.of(5, counts, 3, names)));
  }
}
