package io.dreamdb.index;

import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the pack of level 0 of one batch while the batch is written: add the rows in order, {@link
 * #finish}, close. Memory does not grow with the rows. One thread.
 */
public final class AppendPack implements AutoCloseable {

  private final PackBuild build;
  private final Supplier<Spool> spools;
  private final int dimension;
  private final RowEncoder encoder;
  private final EntryCollector collector;
  private final float[] block;
  private final long[] rows;
  private int waiting;
  private int count;

  AppendPack(PackBuild build, int dimension, Supplier<Spool> spools) {
    this.build = build;
    this.spools = spools;
    this.dimension = dimension;
    this.encoder = build.encoder();
    this.collector = build.collector(spools);
    int chunk = PackBuild.chunkRows(dimension);
    this.block = new float[chunk * dimension];
    this.rows = new long[chunk];
  }

  /**
   * Adds rows that all have a vector, which the field accepts.
   *
   * @param vectors row-major, the first row at {@code offset}
   */
  public void add(float[] vectors, int offset, int rowCount) {
    Objects.checkFromIndexSize(offset, (long) rowCount * dimension, vectors.length);
    for (int done = 0; done < rowCount; ) {
      if (waiting == rows.length) {
        encode();
      }
      int more = Math.min(rowCount - done, rows.length - waiting);
      System.arraycopy(
          vectors, offset + done * dimension, block, waiting * dimension, more * dimension);
      for (int i = 0; i < more; i++) {
        rows[waiting + i] = count + i;
      }
      waiting += more;
      count += more;
      done += more;
    }
  }

  /** Adds rows without a vector. */
  public void addNulls(int rowCount) {
    count = Math.addExact(count, rowCount);
  }

  private void encode() {
    encoder.encode(block, waiting, rows, collector);
    waiting = 0;
  }

  /**
   * Stores the pack; nothing can be added after it.
   *
   * @return its entry, of a batch with first anchor 0: a commit calls {@link PackEntry#movedTo};
   *     empty, and nothing stored, if no row has a vector
   */
  public Optional<PackEntry> finish(ObjectWriter writer) {
    encode();
    List<EntryRun> runs = collector.finish();
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    AnchorRun run = new AnchorRun(0, count);
    PackRange range = PackRange.ofCells(0, build.cells() - 1);
    try (PackAssembler assembler =
        new PackAssembler(runs, range, AnchorRuns.of(run), build.layout(), spools)) {
      return Optional.of(assembler.assemble(writer, build.origin(), run));
    }
  }

  /** Frees memory and disk. Without {@link #finish} nothing was stored. */
  @Override
  public void close() {
    collector.close();
  }
}
