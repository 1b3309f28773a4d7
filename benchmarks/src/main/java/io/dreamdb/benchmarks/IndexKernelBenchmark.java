package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.kernel.Panels;
import io.dreamdb.kernel.QueryPlanes;
import io.dreamdb.kernel.RefinementKernel;
import io.dreamdb.kernel.RefinementQuery;
import io.dreamdb.kernel.ResidualKernel;
import io.dreamdb.kernel.Rotation;
import io.dreamdb.kernel.Smallest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.apache.lucene.util.VectorUtil;

/**
 * The loops of the vector index for vectors of 768 dimensions, Lucene's beside where it has one.
 */
final class IndexKernelBenchmark {

  private static final int DIMENSION = 768;
  private static final int WORDS = DIMENSION / 64;
  private static final int CACHED_BLOCKS = 384; // 320 KB
  private static final int CELL_BLOCKS = 16;
  private static final int FAR_BLOCKS = 64_000; // 53 MB
  private static final int PASSES = 100;
  private static final int VALUES = 5_000;
  private static final int CHOSEN = 30;
  private static final int POINTS = 64;
  private static final int CENTROIDS = 256;
  private static final int ROWS = 32;

  private final Rounds rounds = new Rounds();
  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Random random;
  private final float[] floats;
  private final float[] vector;

  /** What a run of work goes over: things, the bytes of each, and floating-point operations. */
  private record Shape(double count, double bytesEach, double flopsEach, String read) {}

  /**
   * Loops over these vectors.
   *
   * @param floats random; scattered rows are taken from all of them
   */
  IndexKernelBenchmark(float[] floats, long seed) {
    this.random = new Random(seed);
    this.floats = floats;
    this.vector = gaussian(DIMENSION);
  }

  void run(Report report, int times) throws Exception {
    scans("in the cache", codes(CACHED_BLOCKS), PASSES);
    scans("beyond it", codes(FAR_BLOCKS), 1);
    refinement();
    query();
    building();
    scattered();
    Map<String, Rounds.Timing> timings = rounds.run(times);
    try (Report.Table table = report.table("loops of the index, 768 dimensions, one core")) {
      shapes.forEach((name, shape) -> row(table, name, shape, timings));
    }
  }

  private static void row(
      Report.Table table, String name, Shape shape, Map<String, Rounds.Timing> timings) {
    Rounds.Timing timing = timings.get(name);
    Rounds.Timing read = timings.get(shape.read());
    if (timing == null) {
      return;
    }
    double rate = timing.rate(shape.count());
    table.row(
        Report.cells(
            "loop",
            name,
            "ns each",
            1 / rate,
            "GB/s",
            shape.bytesEach() == 0 ? "" : rate * shape.bytesEach(),
            "of the read rate",
            read == null ? "" : rate * shape.bytesEach() / read.rate(bytesOf(shape)),
            "GFLOP/s",
            shape.flopsEach() == 0 ? "" : rate * shape.flopsEach()));
  }

  private static double bytesOf(Shape shape) {
    return shape.count() * shape.bytesEach();
  }

  private void add(String name, Shape shape, Rounds.Work work) {
    shapes.put(name, shape);
    rounds.add(name, work);
  }

  private void scans(String where, ByteBuffer codes, int passes) {
    int blocks = codes.capacity() / CodeKernel.blockBytes(WORDS);
    double bytesEach = CodeKernel.blockBytes(WORDS) / 8.0;
    String read = "streaming read, codes " + where;
    Shape shape = new Shape(8.0 * blocks * passes, bytesEach, 0, read);
    add(read, shape, () -> repeat(passes, () -> MemoryRead.of(codes)));
    float[] out = new float[8 * blocks];
    for (int bits : new int[] {3, 4, 8}) {
      QueryPlanes query = QueryPlanes.of(vector, bits);
      add(
          "codes, query of " + bits + " bits, " + where,
          shape,
          () -> repeat(passes, () -> estimate(query, codes, blocks, out)));
    }
    if (passes > 1) {
      byte[][] each = new byte[8 * blocks][DIMENSION / 8];
      for (byte[] code : each) {
        random.nextBytes(code);
      }
      byte[] query = new byte[DIMENSION / 2];
      random.nextBytes(query);
      Shape plain = new Shape(8.0 * blocks * passes, DIMENSION / 8.0, 0, "");
      add(
          "Lucene int4BitDotProduct (4 bits, no estimate) " + where,
          plain,
          () -> repeat(passes, () -> lucene(query, each)));
    }
  }

  /** Cell by cell, as a search does. */
  private static long estimate(QueryPlanes query, ByteBuffer codes, int blocks, float[] out) {
    int step = CodeKernel.blockBytes(WORDS);
    for (int b = 0; b < blocks; b += CELL_BLOCKS) {
      int count = Math.min(CELL_BLOCKS, blocks - b);
      CodeKernel.estimate(query, codes, b * step, count, 1, out, 8 * b);
    }
    return Float.floatToRawIntBits(out[0]);
  }

  private static long lucene(byte[] query, byte[][] codes) {
    long sum = 0;
    for (byte[] code : codes) {
      sum += VectorUtil.int4BitDotProduct(query, code);
    }
    return sum;
  }

  private void refinement() {
    RefinementQuery query = RefinementQuery.of(vector);
    int count = 512;
    byte[][] bytes = new byte[count][DIMENSION];
    ByteBuffer codes = ByteBuffer.allocateDirect(count * DIMENSION);
    for (byte[] code : bytes) {
      random.nextBytes(code);
      codes.put(code);
    }
    int[] out = new int[count];
    for (int bits = 4; bits <= 8; bits += 4) {
      int each = bits;
      Shape shape = new Shape((double) count * PASSES, DIMENSION * bits / 8.0, 0, "");
      add(
          "refinement codes of " + bits + " bits, in the cache",
          shape,
          () ->
              repeat(
                  PASSES,
                  () -> {
                    RefinementKernel.dots(query, each, codes, 0, count, out, 0);
                    return out[0];
                  }));
    }
    byte[] eight = bytes[0];
    Shape shape = new Shape((double) count * PASSES, DIMENSION, 0, "");
    add(
        "Lucene dotProduct of bytes",
        shape,
        () ->
            repeat(
                PASSES,
                () -> {
                  long sum = 0;
                  for (byte[] code : bytes) {
                    sum += VectorUtil.dotProduct(eight, code);
                  }
                  return sum;
                }));
  }

  private void query() {
    int times = 10 * PASSES;
    Shape once = new Shape(times, 0, 0, "");
    Rotation rotation = new Rotation(DIMENSION, random.longs(3L * WORDS).toArray());
    float[] rotated = new float[DIMENSION];
    add(
        "rotation",
        once,
        () ->
            repeat(
                times,
                () -> {
                  rotation.rotate(vector, 0, rotated, 0);
                  return Float.floatToRawIntBits(rotated[0]);
                }));
    add("query of 3 bits", once, () -> repeat(times, () -> QueryPlanes.of(vector, 3).sum()));
    add("query of refinement", once, () -> repeat(times, () -> RefinementQuery.of(vector).sum()));
    float[][] values = new float[PASSES][];
    for (int i = 0; i < PASSES; i++) {
      values[i] = gaussian(VALUES);
    }
    int[] out = new int[VALUES];
    add(
        "select 30 of 5,000",
        new Shape(PASSES, VALUES * Float.BYTES, 0, ""),
        () -> {
          long sum = 0;
          for (float[] some : values) {
            sum += Smallest.select(some, VALUES, CHOSEN, out);
          }
          return sum;
        });
  }

  private void building() {
    float[] points = Arrays.copyOf(floats, POINTS * DIMENSION);
    Panels panels = Panels.of(floats, CENTROIDS, DIMENSION);
    float[] out = new float[POINTS * CENTROIDS];
    add(
        "products of points and centroids",
        new Shape((double) POINTS * CENTROIDS, 0, 2 * DIMENSION, ""),
        () -> {
          panels.dots(points, 0, POINTS, out);
          return Float.floatToRawIntBits(out[0]);
        });
    long[] bits = new long[WORDS];
    float[] sums = new float[3];
    add(
        "code of a residual",
        new Shape(10.0 * PASSES, 2 * DIMENSION * Float.BYTES, 0, ""),
        () ->
            repeat(
                10 * PASSES,
                () -> {
                  ResidualKernel.encode(vector, 0, points, 0, DIMENSION, bits, 0, sums);
                  return bits[0];
                }));
  }

  private void scattered() throws Exception {
    ByteBuffer mapped = MappedFloats.of(floats);
    DistanceKernel kernel = DistanceKernel.of(Metric.L2, vector);
    int[] rows =
        random
            .ints((long) PASSES * ROWS, 0, floats.length / DIMENSION)
            .map(row -> row * DIMENSION)
            .toArray();
    float[] out = new float[ROWS];
    int[] offsets = new int[ROWS];
    Shape shape = new Shape((double) PASSES * ROWS, DIMENSION * Float.BYTES, 0, "");
    add(
        "rows anywhere beyond the cache, heap",
        shape,
        () -> {
          for (int i = 0; i < rows.length; i += ROWS) {
            System.arraycopy(rows, i, offsets, 0, ROWS);
            kernel.scoreAt(floats, offsets, ROWS, out, 0);
          }
          return Float.floatToRawIntBits(out[0]);
        });
    add(
        "rows anywhere beyond the cache, mapped",
        shape,
        () -> {
          for (int i = 0; i < rows.length; i += ROWS) {
            for (int j = 0; j < ROWS; j++) {
              offsets[j] = rows[i + j] * Float.BYTES;
            }
            kernel.scoreAt(mapped, offsets, ROWS, out, 0);
          }
          return Float.floatToRawIntBits(out[0]);
        });
  }

  private ByteBuffer codes(int blocks) {
    int step = CodeKernel.blockBytes(WORDS);
    ByteBuffer codes =
        ByteBuffer.allocateDirect(blocks * step + 64)
            .alignedSlice(64)
            .slice(0, blocks * step)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < codes.capacity(); at += Long.BYTES) {
      codes.putLong(at, random.nextLong());
    }
    for (int block = 0; block < blocks; block++) {
      for (int i = 0; i < 16; i++) {
        codes.putFloat((block + 1) * step - 64 + Float.BYTES * i, random.nextFloat());
      }
    }
    return codes;
  }

  private float[] gaussian(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static long repeat(int passes, Rounds.Work pass) throws Exception {
    long result = 0;
    for (int i = 0; i < passes; i++) {
      result = 31 * result + pass.run();
    }
    return result;
  }
}
