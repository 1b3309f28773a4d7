package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.ResidualKernel;
import io.dreamdb.kernel.Rotation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Neighbouring cells' centroids in memory, with 1-bit codes around the mean of the index, laid out
 * as a pack's blocks: they choose the few centroids that are worth an exact comparison.
 *
 * @param firstCell the first cell
 * @param cells how many there are
 * @param vectors [cells × dimension]; not to be written
 * @param codes blocks of eight; places beyond the last cell estimate to +∞
 */
record CentroidBlock(int firstCell, int cells, float[] vectors, ByteBuffer codes) {

  static CentroidBlock of(SpatialIndex spatial, Rotation rotation, int block, Centroids loaded) {
    int words = VectorCompressor.codeDimension(spatial.dimension()) / Long.SIZE;
    PackLayout layout = new PackLayout(words, 0);
    int blocks = PackLayout.blocks(loaded.cells());
    ByteBuffer codes =
        ByteBuffer.allocateDirect(blocks * layout.blockBytes()).order(ByteOrder.LITTLE_ENDIAN);
    Encoding encoding = new Encoding(spatial, rotation, words);
    for (int place = 0; place < 8 * blocks; place++) {
      int start = place / 8 * layout.blockBytes() + place % 8 * Long.BYTES;
      int factors = place / 8 * layout.blockBytes() + layout.words() * 64 + place % 8 * Float.BYTES;
      if (place < loaded.cells()) {
        encoding.encode(loaded.values(), place);
        for (int word = 0; word < words; word++) {
          codes.putLong(start + 64 * word, encoding.bits[word]);
        }
      }
      codes.putFloat(factors, place < loaded.cells() ? encoding.add : Float.POSITIVE_INFINITY);
      codes.putFloat(factors + 32, place < loaded.cells() ? encoding.scale : 0);
    }
    return new CentroidBlock(spatial.firstCell(block), loaded.cells(), loaded.values(), codes);
  }

  /** Codes of centroids, one after the other, with the mean as the centre of their residuals. */
  private static final class Encoding {

    private final Rotation rotation;
    private final boolean ip;
    private final float[] mean;
    private final float[] centred;
    private final float[] residual;
    private final float[] origin;
    private final float[] sums = new float[3];
    private final long[] bits;
    private float add;
    private float scale;

    Encoding(SpatialIndex spatial, Rotation rotation, int words) {
      this.rotation = rotation;
      this.ip = spatial.metric() == Metric.IP;
      this.mean = spatial.mean();
      this.centred = new float[mean.length];
      this.residual = new float[words * Long.SIZE];
      this.origin = new float[words * Long.SIZE];
      this.bits = new long[words];
    }

    void encode(float[] vectors, int place) {
      for (int i = 0; i < mean.length; i++) {
        centred[i] = vectors[place * mean.length + i] - mean[i];
      }
      rotation.rotate(centred, 0, residual, 0);
      ResidualKernel.encode(residual, 0, origin, 0, residual.length, bits, 0, sums);
      float b = sums[1] == 0 ? 0 : sums[0] / sums[1];
      add = ip ? 0 : sums[0];
      scale = ip ? -b : -2 * b;
    }
  }

  /** Estimates of its places: cells, rounded up to blocks of eight. */
  int places() {
    return 8 * PackLayout.blocks(cells);
  }
}
