package io.dreamdb.benchmarks.peers;

import io.dreamdb.Metric;
import io.dreamdb.benchmarks.Peer;
import io.dreamdb.benchmarks.PeerData;
import io.dreamdb.benchmarks.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.WriteParams;
import org.lance.index.DistanceType;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.vector.IvfBuildParams;
import org.lance.index.vector.RQBuildParams;
import org.lance.index.vector.VectorIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.Query;
import org.lance.ipc.ScanOptions;

/**
 * Lance's cells with codes of one bit, and exact distances of the best candidates. Cost and bytes
 * of the build do not include the vectors.
 */
public final class LancePeer implements Peer {

  private static final String COLUMN = "vector";
  private static final String DISTANCE = "_distance";
  private static final String ROW = "_rowid";
  private static final int SAMPLE_RATE = 64;
  private static final List<Integer> PROBES = List.of(4, 8, 16, 24, 32, 48, 64, 96, 128, 192, 256);
  private static final List<Integer> CANDIDATES_PER_ROW = List.of(3, 6, 12);

  private final BufferAllocator allocator = new RootAllocator();
  private @Nullable PeerData data;
  private @Nullable Path folder;
  private @Nullable Dataset dataset;

  @Override
  public String name() {
    return "lance";
  }

  @Override
  public void load(PeerData given, Path empty) {
    data = given;
    folder = empty;
    WriteParams params =
        new WriteParams.Builder().withMaxRowsPerFile(Math.max(1, given.base().rows())).build();
    try (Rows rows = new Rows(allocator, given.base());
        ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
      Data.exportArrayStream(allocator, rows, stream);
      Dataset.create(allocator, stream, location(), params).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String location() {
    return Built.known(folder).resolve("table").toString();
  }

  @Override
  public long build() throws IOException {
    PeerData given = Built.known(data);
    long before = Built.bytes(Built.known(folder));
    Dataset made = Dataset.open(location(), allocator);
    VectorIndexParams index =
        VectorIndexParams.withIvfRqParams(
            distance(given.metric()),
            new IvfBuildParams.Builder()
                .setNumPartitions(given.cellCount())
                .setSampleRate(SAMPLE_RATE)
                .build(),
            new RQBuildParams.Builder().setNumBits((byte) 1).build());
    made.createIndex(
        List.of(COLUMN),
        IndexType.VECTOR,
        Optional.of("index"),
        IndexParams.builder().setVectorIndexParams(index).build(),
        true);
    made.close();
    dataset = Dataset.open(location(), allocator);
    return Built.bytes(Built.known(folder)) - before;
  }

  private static DistanceType distance(Metric metric) {
    return switch (metric) {
      case L2 -> DistanceType.L2;
      case COSINE -> DistanceType.Cosine;
      case IP -> DistanceType.Dot;
    };
  }

  @Override
  public List<Setting> settings() {
    PeerData known = Built.known(data);
    String config = "ivf-rq 1 bit, " + known.cellCount() + " cells";
    List<Setting> settings = new ArrayList<>();
    for (int nprobe : PROBES) {
      for (int times : CANDIDATES_PER_ROW) {
        if (nprobe <= known.cellCount()) {
          settings.add(new Setting(config, nprobe, OptionalInt.of(times * known.k())));
        }
      }
    }
    return settings;
  }

  @Override
  public int[] search(Setting setting, int query) {
    PeerData known = Built.known(data);
    Query nearest =
        new Query.Builder()
            .setColumn(COLUMN)
            .setKey(known.queries().row(query))
            .setK(known.k())
            .setNprobes(setting.nprobe())
            .setRefineFactor(setting.refine().orElseThrow() / known.k())
            .setDistanceType(distance(known.metric()))
            .setUseIndex(true)
            .build();
    ScanOptions options =
        new ScanOptions.Builder()
            .columns(List.of(DISTANCE))
            .withRowId(true)
            .nearest(nearest)
            .build();
    try (LanceScanner scanner = Built.known(dataset).newScan(options);
        ArrowReader reader = scanner.scanBatches()) {
      return rows(reader, known.k());
    } catch (Exception e) {
      throw new IllegalStateException("query " + query + " failed", e);
    }
  }

  private static int[] rows(ArrowReader reader, int k) throws IOException {
    int[] rows = new int[k];
    int count = 0;
    while (reader.loadNextBatch()) {
      VectorSchemaRoot batch = reader.getVectorSchemaRoot();
      UInt8Vector ids = (UInt8Vector) batch.getVector(ROW);
      for (int i = 0; i < batch.getRowCount(); i++) {
        rows[count++] = (int) ids.get(i); // of one fragment, whose ids begin with 0
      }
    }
    return Arrays.copyOf(rows, count);
  }

  @Override
  public void close() {
    if (dataset != null) {
      dataset.close();
    }
    allocator.close();
  }

  /** Vectors as a stream of batches. */
  private static final class Rows extends ArrowReader {

    private static final int BATCH_ROWS = 4096;

    private final Vectors vectors;
    private int next;

    Rows(BufferAllocator allocator, Vectors vectors) {
      super(allocator);
      this.vectors = vectors;
    }

    @Override
    public boolean loadNextBatch() throws IOException {
      int count = Math.min(BATCH_ROWS, vectors.rows() - next);
      if (count == 0) {
        return false;
      }
      VectorSchemaRoot root = getVectorSchemaRoot();
      FixedSizeListVector column = (FixedSizeListVector) root.getVector(COLUMN);
      Float4Vector elements = (Float4Vector) column.getDataVector();
      float[] values = vectors.rows(next, count);
      column.setInitialCapacity(count);
      column.allocateNew();
      elements.allocateNew(values.length);
      for (int i = 0; i < values.length; i++) {
        elements.set(i, values[i]);
      }
      for (int i = 0; i < count; i++) {
        column.setNotNull(i);
      }
      elements.setValueCount(values.length);
      column.setValueCount(count);
      root.setRowCount(count);
      next += count;
      return true;
    }

    @Override
    public long bytesRead() {
      return (long) next * vectors.dimension() * Float.BYTES;
    }

    @Override
    protected void closeReadSource() {}

    @Override
    protected Schema readSchema() {
      Field element =
          new Field(
              "item",
              FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
              null);
      Field list =
          new Field(
              COLUMN,
              FieldType.nullable(new ArrowType.FixedSizeList(vectors.dimension())),
              List.of(element));
      return new Schema(List.of(list));
    }
  }
}
