package io.dreamdb.index;

import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the pack of level 0 of one batch while the batch is written: add the rows in order, do what
 * that leaves to do, {@link #finish}, close. The pack does not depend on who does what. Memory does
 * not grow with the rows. One thread but for the parts of {@link #add}.
 */
public final class AppendPack implements AutoCloseable {

  /** Vectors that are encoded at once: few enough for several workers to share a block. */
  private static final int MAX_CHUNK_ROWS = 256;

  private final PackBuild build;
  private final Supplier<Spool> spools;
  private final int dimension;
  private final int chunkRows;
  private final List<@Nullable Worker> workers = new ArrayList<>();
  private Chunk waiting;
  private int count;

  /** Vectors of any rows, which wait for others. */
  private static final class Chunk {

    private final float[] vectors; // [chunkRows × dimension]
    private final long[] rows;
    private int size;

    Chunk(int rows, int dimension) {
      this.vectors = new float[rows * dimension];
      this.rows = new long[rows];
    }
  }

  /** What one worker needs, who is one thread at a time. */
  private final class Worker implements AutoCloseable {

    private final RowEncoder encoder = build.encoder();
    private final EntryCollector collector = build.collector(spools);
    private final Chunk chunk = new Chunk(chunkRows, dimension);

    void encode(Chunk some) {
      encoder.encode(some.vectors, some.size, some.rows, collector);
    }

    void encode(FloatBuffer vectors, int from, int firstRow) {
      vectors.get(from, chunk.vectors);
      for (int i = 0; i < chunkRows; i++) {
        chunk.rows[i] = firstRow + i;
      }
      chunk.size = chunkRows;
      encode(chunk);
    }

    @Override
    public void close() {
      collector.close();
    }
  }

  AppendPack(PackBuild build, int dimension, int workers, Supplier<Spool> spools) {
    this.build = build;
    this.spools = spools;
    this.dimension = dimension;
    this.chunkRows = Math.min(MAX_CHUNK_ROWS, PackBuild.chunkRows(dimension));
    this.waiting = new Chunk(chunkRows, dimension);
    for (int i = 0; i < workers; i++) {
      this.workers.add(null);
    }
  }

  /**
   * Adds rows that all have a vector, which the field accepts.
   *
   * @param vectors row-major, the first row at index {@code from}
   * @return what is to be done before anything else is called here and before the vectors change,
   *     by whichever workers: each part is told the number of its worker, who does one at a time
   */
  public List<IntConsumer> add(FloatBuffer vectors, int from, int rowCount) {
    Objects.checkFromIndexSize(from, (long) rowCount * dimension, vectors.limit());
    List<IntConsumer> parts = new ArrayList<>();
    for (int done = 0; done < rowCount; ) {
      int at = from + done * dimension;
      int more = Math.min(rowCount - done, chunkRows - waiting.size);
      if (more == chunkRows) {
        int firstRow = count;
        parts.add(worker -> worker(worker).encode(vectors, at, firstRow));
      } else {
        await(vectors, at, more);
        if (waiting.size == chunkRows) {
          Chunk full = waiting;
          waiting = new Chunk(chunkRows, dimension);
          parts.add(worker -> worker(worker).encode(full));
        }
      }
      count += more;
      done += more;
    }
    return parts;
  }

  private void await(FloatBuffer vectors, int from, int rowCount) {
    vectors.get(from, waiting.vectors, waiting.size * dimension, rowCount * dimension);
    for (int i = 0; i < rowCount; i++) {
      waiting.rows[waiting.size++] = count + i;
    }
  }

  /** Adds rows without a vector. */
  public void addNulls(int rowCount) {
    count = Math.addExact(count, rowCount);
  }

  private Worker worker(int number) {
    Worker worker = workers.get(number);
    if (worker == null) {
      worker = new Worker();
      workers.set(number, worker);
    }
    return worker;
  }

  /**
   * Stores the pack; nothing can be added after it.
   *
   * @return its entry, of a batch with first anchor 0: a commit calls {@link PackEntry#movedTo};
   *     empty, and nothing stored, if no row has a vector
   */
  public Optional<PackEntry> finish(ObjectWriter writer) {
    if (waiting.size > 0) {
      worker(0).encode(waiting);
    }
    List<EntryRun> runs = new ArrayList<>();
    for (Worker worker : workers) {
      if (worker != null) {
        runs.addAll(worker.collector.finish());
      }
    }
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
    for (Worker worker : workers) {
      if (worker != null) {
        worker.close();
      }
    }
  }
}
