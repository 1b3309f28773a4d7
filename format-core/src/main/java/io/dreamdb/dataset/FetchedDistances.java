package io.dreamdb.dataset;

import io.dreamdb.kernel.DistanceKernel;
import io.dreamdb.object.FetchCost;
import io.dreamdb.object.ObjectPart;
import io.dreamdb.track.VectorParts;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Distances of rows whose vectors are fetched, those of many rows in one round. One thread. */
final class FetchedDistances {

  /** What is fetched at once. */
  private static final int MAX_BYTES = 16 << 20;

  /** A fetch brings whole groups of 16 KiB. */
  private static final int AROUND_BYTES = 16 << 10;

  private final DistanceKernel kernel;
  private final int together;
  private float[] vectors = new float[0];
  private float[] distances = new float[0];
  private FetchCost cost = FetchCost.NONE;

  FetchedDistances(DistanceKernel kernel) {
    this.kernel = kernel;
    this.together = Math.max(1, MAX_BYTES / (kernel.dimension() * Float.BYTES + AROUND_BYTES));
  }

  /** What was fetched so far. */
  FetchCost cost() {
    return cost;
  }

  /**
   * Compares rows.
   *
   * @param rows the row of each, in its batch, where it has a vector
   */
  void compare(SearchedRows.Opened[] batches, int[] rows, int count, float[] out) {
    for (int from = 0; from < count; from += together) {
      int some = Math.min(together, count - from);
      List<ObjectPart> parts = new ArrayList<>();
      for (int i = from; i < from + some; i++) {
        parts.add(vectors(batches[i]).part(rows[i]));
      }
      cost = cost.plus(vectors(batches[from]).objects().fetch(parts));
      compare(parts);
      System.arraycopy(distances, 0, out, from, some);
    }
  }

  private void compare(List<ObjectPart> parts) {
    int dimension = kernel.dimension();
    if (distances.length < parts.size()) {
      distances = new float[parts.size()];
      vectors = new float[parts.size() * dimension];
    }
    for (int i = 0; i < parts.size(); i++) {
      parts
          .get(i)
          .bytes()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(vectors, i * dimension, dimension);
    }
    kernel.score(vectors, 0, parts.size(), distances);
  }

  private static VectorParts vectors(SearchedRows.Opened batch) {
    if (batch.vectors() instanceof VectorParts parts) {
      return parts;
    }
    throw new IllegalStateException("the vectors of a batch are not fetched");
  }
}
