package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.schema.EmbeddingType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An index that was trained on rows and stored in a space of its own, for tests. */
final class TestIndex {

  final Space space = new Space();
  final Training training;
  final PackBuild.Index index;

  TestIndex(
      VectorSource source, EmbeddingType type, int cells, int refine, @Nullable Boolean spill) {
    this(source, type, cells, refine, spill, 2);
  }

  TestIndex(
      VectorSource source,
      EmbeddingType type,
      int cells,
      int refine,
      @Nullable Boolean spill,
      int threads) {
    training = Training.train(source, type, cells, 42, spill, new BuildWork(threads));
    Training.Stored stored = training.store(space.writer, 8, List.of());
    VectorCompressor compressor = VectorCompressor.of(type.dimension(), 42, refine);
    ObjectRef ref = space.writer.write(ObjectFamily.compressors(8), compressor.encode());
    index =
        new PackBuild.Index(
            8,
            stored.ref(),
            stored.spatial(),
            training.centroids(),
            ref,
            compressor,
            training.spills());
  }

  static EmbeddingType type(TestVectors vectors, Metric metric) {
    return new EmbeddingType(vectors.dimension(), metric);
  }

  List<PackEntry> build(VectorSource source, int threads, int tasks) {
    return new PackBuild(index)
        .build(
            source,
            1,
            space.writer,
            new PackBuild.Work(new BuildWork(threads), tasks, Space::spool));
  }

  List<PackContents.Entry> entries(List<PackEntry> packs) {
    return packs.stream().flatMap(pack -> PackContents.of(space, pack).stream()).toList();
  }

  /** P of a vector. */
  double[] rotated(double[] vector) {
    float[] floats = new float[vector.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) vector[i];
    }
    float[] out = new float[index.compressor().codeDimension()];
    index.compressor().rotation().rotate(floats, 0, out, 0);
    double[] wide = new double[out.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = out[i];
    }
    return wide;
  }

  /** An index vector in the precision of tests. */
  static double[] indexVector(Metric metric, float[] vector) {
    double norm = 0;
    for (float x : vector) {
      norm += (double) x * x;
    }
    double[] out = new double[vector.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = metric == Metric.COSINE ? vector[i] / Math.sqrt(norm) : vector[i];
    }
    return out;
  }

  double[] centroid(int cell) {
    int block = index.spatial().blockOf(cell);
    float[] values = index.centroids().get(block).values();
    int dimension = index.spatial().dimension();
    int at = (cell - index.spatial().firstCell(block)) * dimension;
    double[] out = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      out[i] = values[at + i];
    }
    return out;
  }
}
