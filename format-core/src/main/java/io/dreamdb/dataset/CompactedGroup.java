package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.Interruption;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.track.AnchorRuns;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.RowBatchCodec;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a compaction wrote in the place of a group's batches.
 *
 * @param group the batches
 * @param written the rows that were live, and their anchors; empty if none was
 */
record CompactedGroup(RowGroup group, Optional<Written> written) {

  private static final int BLOCK_ROWS = 1 << 13;

  /** A batch and the anchors of its rows. */
  record Written(WrittenBatch batch, AnchorRuns anchors) {}

  /** The anchors that no batch owns any more, where no row was live. */
  Stream<AnchorRun> abandoned() {
    return written.isPresent()
        ? Stream.empty()
        : Stream.of(new AnchorRun(group.first().firstAnchor(), group.span()));
  }

  /** Writes a group's live rows; independent of other groups. */
  static CompactedGroup write(Space space, RowGroup group, WritePlan plan, RowBatchCodec codec) {
    if (group.liveRows() == 0) {
      return new CompactedGroup(group, Optional.empty());
    }
    AnchorRuns.Builder anchors = AnchorRuns.builderOfBatch();
    try (TaskWriter writer = TaskWriter.open(plan, codec)) {
      for (Batch batch : group.batches()) {
        copy(new BatchSource(space.reader, space.rows, batch), plan, codec, writer, anchors);
      }
      WrittenBatch batch = writer.finish().get(0);
      return new CompactedGroup(group, Optional.of(new Written(batch, anchors.build())));
    }
  }

  private static void copy(
      BatchSource source,
      WritePlan plan,
      RowBatchCodec codec,
      TaskWriter writer,
      AnchorRuns.Builder anchors) {
    long[] live = RowFilter.live(source);
    BatchAnchors known = source.anchors();
    try (BatchRows rows = new BatchRows(source, plan.schema(), codec)) {
      for (int first = 0; first < rows.rows(); first += BLOCK_ROWS) {
        Interruption.check();
        int count = Math.min(BLOCK_ROWS, rows.rows() - first);
        int[] positions = positions(live, first, count);
        for (int position : positions) {
          anchors.add(known.anchor(first + position), 1);
        }
        if (positions.length > 0) {
          RowBlock block = rows.read(first, count);
          writer.write(positions.length == count ? block : block.select(positions));
        }
      }
    }
  }

  private static int[] positions(long[] live, int first, int count) {
    int[] positions = new int[count];
    int size = 0;
    for (int row = first; row < first + count; row++) {
      if ((live[row >>> 6] >>> row & 1) != 0) {
        positions[size++] = row - first;
      }
    }
    return Arrays.copyOf(positions, size);
  }
}
