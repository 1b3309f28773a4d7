package io.dreamdb.index;

import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.store.Spool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Makes packs: rows are assigned to cells and encoded in tasks, then packs are written whose
 * borders depend on the number of rows in each cell alone. The same rows give the same packs,
 * however they are cut into parts and tasks and whatever the threads. Memory does not grow with the
 * rows but for some bytes each. Immutable, safe for many threads.
 */
public final class PackBuild {

  /** Vectors that are read at once: 2 MiB. */
  private static final int CHUNK_FLOATS = 1 << 19;

  /**
   * Under what packs are made.
   *
   * @param fieldId the embedding field
   * @param spatialRef the spatial index
   * @param spatial the same, read
   * @param centroids its centroids, block by block
   * @param compressorRef the compressor
   * @param compressor the same, read
   * @param spills whether rows shall stand in a second cell too
   */
  public record Index(
      int fieldId,
      ObjectRef spatialRef,
      SpatialIndex spatial,
      List<Centroids> centroids,
      ObjectRef compressorRef,
      VectorCompressor compressor,
      boolean spills) {}

  /**
   * How a build works; none of it changes what comes out.
   *
   * @param build threads and listener
   * @param tasks into how many the rows are cut
   * @param spools where bytes wait, such as {@code ObjectStore.spool}
   */
  public record Work(BuildWork build, int tasks, Supplier<Spool> spools) {

    /** One task for each thread. */
    public Work(BuildWork build, Supplier<Spool> spools) {
      this(build, build.threads(), spools);
    }
  }

  private final Index index;
  private final Cells cells;
  private final Encoder.Centers centers;
  private final IndexVectors vectors;
  private final PackLayout layout;
  private final PackWriter.Origin origin;
  private final long targetBytes;
  private final int memoryBytes;

  /** Prepares the centroids. */
  public PackBuild(Index index) {
    this(index, PackRange.TARGET_BYTES, EntryCollector.MEMORY_BYTES);
  }

  PackBuild(Index index, long targetBytes, int memoryBytes) {
    this.index = index;
    this.cells = Cells.of(index.spatial(), index.centroids());
    this.centers = new Encoder.Centers(cells, index.compressor());
    this.vectors = new IndexVectors(index.spatial().metric(), index.spatial().mean());
    this.layout = PackLayout.of(index.compressor());
    this.origin =
        new PackWriter.Origin(index.fieldId(), index.spatialRef().id(), index.compressorRef().id());
    this.targetBytes = targetBytes;
    this.memoryBytes = memoryBytes;
  }

  /** Reads spatial index, centroids and compressor. */
  public static PackBuild open(
      IndexView view, int fieldId, ObjectRef spatialRef, ObjectRef compressorRef, boolean spills) {
    SpatialIndex spatial = view.spatial(spatialRef);
    int[] blocks = IntStream.range(0, spatial.blocks().size()).toArray();
    return new PackBuild(
        new Index(
            fieldId,
            spatialRef,
            spatial,
            view.centroids(spatial, blocks),
            compressorRef,
            view.compressor(compressorRef),
            spills));
  }

  PackLayout layout() {
    return layout;
  }

  PackWriter.Origin origin() {
    return origin;
  }

  int cells() {
    return cells.count();
  }

  EntryCollector collector(Supplier<Spool> spools) {
    return new EntryCollector(CodeLayout.of(layout), spools, memoryBytes);
  }

  RowEncoder encoder() {
    Encoder encoder = new Encoder(index.spatial().metric(), index.compressor(), centers);
    return new RowEncoder(vectors, cells, index.spills(), encoder);
  }

  /** Begins the pack of a batch that is being written, on which so many workers work. */
  public AppendPack append(int workers, Supplier<Spool> spools) {
    return new AppendPack(this, vectors.dimension(), workers, spools);
  }

  /**
   * Writes packs of all rows that have a vector.
   *
   * @param level of the packs, above 0
   * @return what the index track shall say of them, in the order of their cells; none if no row has
   *     a vector
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  public List<PackEntry> build(VectorSource source, int level, ObjectWriter writer, Work work) {
    Decoding.require(level >= 1, "level " + level);
    List<Piece> pieces = pieces(source);
    int tasks = Math.max(1, Math.min(work.tasks(), pieces.size()));
    EntryCollector[] collectors = new EntryCollector[tasks];
    try (Workers workers = new Workers(work.build())) {
      for (int t = 0; t < tasks; t++) {
        collectors[t] = collector(work.spools());
      }
      List<List<EntryRun>> found = new ArrayList<>();
      for (int t = 0; t < tasks; t++) {
        found.add(List.of());
      }
      PhaseCount assigned =
          workers.phase(BuildProgress.Phase.ASSIGN, pieces.stream().mapToLong(Piece::rows).sum());
      workers.each(
          tasks,
          t -> {
            int first = (int) ((long) pieces.size() * t / tasks);
            int end = (int) ((long) pieces.size() * (t + 1) / tasks);
            found.set(t, collect(pieces.subList(first, end), collectors[t], assigned));
          });
      List<EntryRun> runs = found.stream().flatMap(List::stream).toList();
      List<PackRange> ranges = PackRange.plan(runs, cells.count(), layout, targetBytes);
      PackEntry[] packs = new PackEntry[ranges.size()];
      PhaseCount written = workers.phase(BuildProgress.Phase.WRITE, packs.length);
      workers.each(
          packs.length,
          p -> {
            packs[p] = assemble(runs, ranges.get(p), level, writer, work.spools());
            written.add(1);
          });
      return List.of(packs);
    } finally {
      for (EntryCollector collector : collectors) {
        if (collector != null) {
          collector.close();
        }
      }
    }
  }

  private PackEntry assemble(
      List<EntryRun> runs,
      PackRange range,
      int level,
      ObjectWriter writer,
      Supplier<Spool> spools) {
    long[] rows = PackRange.rows(runs, range);
    try (PackAssembler assembler =
        new PackAssembler(runs, range, AnchorRuns.of(rows, rows.length), layout, spools)) {
      return assembler.assemble(writer, origin, level);
    }
  }

  /** Rows that are read at once. */
  private record Piece(VectorSource.Part part, int first, int rows) {}

  private List<Piece> pieces(VectorSource source) {
    int rows = chunkRows(vectors.dimension());
    List<Piece> pieces = new ArrayList<>();
    for (VectorSource.Part part : source.parts()) {
      for (int first = 0; first < part.rows(); first += rows) {
        pieces.add(new Piece(part, first, Math.min(rows, part.rows() - first)));
      }
    }
    return pieces;
  }

  static int chunkRows(int dimension) {
    return Math.max(8, Math.min(4_096, CHUNK_FLOATS / dimension) & -8);
  }

  private List<EntryRun> collect(
      List<Piece> pieces, EntryCollector collector, PhaseCount assigned) {
    RowEncoder encoder = encoder();
    int chunk = chunkRows(vectors.dimension());
    float[] block = new float[chunk * vectors.dimension()];
    int[] rows = new int[chunk];
    long[] anchors = new long[chunk];
    for (Piece piece : pieces) {
      int count = piece.part().read(piece.first(), piece.rows(), block, rows);
      for (int i = 0; i < count; i++) {
        anchors[i] = piece.part().anchor(piece.first() + rows[i]);
      }
      encoder.encode(block, count, anchors, collector);
      assigned.add(piece.rows());
      if (Thread.currentThread().isInterrupted()) {
        throw new CancellationException("a build of packs was interrupted");
      }
    }
    return collector.finish();
  }
}
