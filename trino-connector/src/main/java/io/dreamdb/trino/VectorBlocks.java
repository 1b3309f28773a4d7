package io.dreamdb.trino;

import io.dreamdb.track.VectorStorage;
import io.trino.spi.block.ArrayBlock;
import io.trino.spi.block.Block;
import io.trino.spi.block.IntArrayBlock;
import io.trino.spi.block.LongArrayBlock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Vectors of single rows as blocks. */
final class VectorBlocks {

  private VectorBlocks() {}

  /** The vectors of rows as ARRAY(REAL), NULL where a row has none. */
  static Block vectors(VectorStorage storage, int[] rows) {
    int dimension = storage.dimension();
    int present = 0;
    int[] offsets = new int[rows.length + 1];
    long[] valid = new long[(rows.length + 63) >>> 6];
    for (int i = 0; i < rows.length; i++) {
      if (storage.isPresent(rows[i])) {
        valid[i >>> 6] |= 1L << i;
        present++;
      }
      offsets[i + 1] = Math.multiplyExact(present, dimension);
    }
    int[] bits = new int[offsets[rows.length]];
    forRuns(
        storage,
        rows,
        (vectors, from, at) -> {
          int target = offsets[at];
          for (int i = 0; i < dimension; i++) {
            bits[target + i] = Float.floatToRawIntBits(vectors[from + i]);
          }
        });
    Optional<long[]> validity = present == rows.length ? Optional.empty() : Optional.of(valid);
    Block elements = new IntArrayBlock(bits.length, Optional.empty(), bits);
    return ArrayBlock.fromElementBlock(rows.length, validity, offsets, elements);
  }

  /** A function of the vectors of rows as DOUBLE, NULL where a row has none. */
  static Block scores(@Nullable VectorStorage storage, int[] rows, Score score) {
    long[] values = new long[rows.length];
    long[] valid = new long[(rows.length + 63) >>> 6];
    if (storage != null) {
      forRuns(
          storage,
          rows,
          (vectors, from, at) -> {
            double value = score.function().of(vectors, from, score.query());
            values[at] = Double.doubleToRawLongBits(value);
            valid[at >>> 6] |= 1L << at;
          });
    }
    return new LongArrayBlock(rows.length, Optional.of(valid), values);
  }

  /** Takes the vector of row number {@code at} of those asked for. */
  interface VectorConsumer {
    void accept(float[] vectors, int from, int at);
  }

  /** Reads the vectors of ascending rows, neighbours in one read. */
  private static void forRuns(VectorStorage storage, int[] rows, VectorConsumer consumer) {
    int dimension = storage.dimension();
    int[] places = new int[rows.length];
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      if (storage.isPresent(rows[i])) {
        places[count++] = i;
      }
    }
    int limit = Math.max(1, Math.min(storage.maxBlockVectors(), (1 << 22) / dimension));
    float[] vectors = {};
    int at = 0;
    while (at < count) {
      int first = storage.rank(rows[places[at]]);
      int run = 1;
      while (run < limit
          && at + run < count
          && storage.rank(rows[places[at + run]]) == first + run) {
        run++;
      }
      if (vectors.length < run * dimension) {
        vectors = new float[run * dimension];
      }
      storage.vectors(first, run).asFloatBuffer().get(vectors, 0, run * dimension);
      for (int i = 0; i < run; i++) {
        consumer.accept(vectors, i * dimension, places[at + i]);
      }
      at += run;
    }
  }

  /** The first rows by a score, in ascending order of the rows. */
  static int[] top(@Nullable VectorStorage storage, int[] rows, DreamTable.Top top) {
    LongArrayBlock scores =
        (LongArrayBlock) scores(storage, rows, Score.parse(top.column().score()));
    long[] keys = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      keys[i] = key(scores, i, top);
    }
    int size = (int) Math.min(top.count(), rows.length);
    if (size == 0) {
      return new int[0];
    }
    long[] ascending = keys.clone();
    Arrays.sort(ascending);
    long last = ascending[size - 1];
    int equal = 0;
    while (equal < size && ascending[size - 1 - equal] == last) {
      equal++;
    }
    int[] first = new int[size];
    int taken = 0;
    for (int i = 0; i < rows.length; i++) {
      if (keys[i] < last || keys[i] == last && equal-- > 0) {
        first[taken++] = rows[i];
      }
    }
    return first;
  }

  /** A number that is the smaller the earlier the row comes. */
  private static long key(LongArrayBlock scores, int place, DreamTable.Top top) {
    if (scores.isNull(place)) {
      return top.nullsFirst() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    long bits = scores.getLong(place);
    long sortable = bits ^ (bits >> 63 & Long.MAX_VALUE);
    return top.ascending() ? sortable : ~sortable;
  }
}
