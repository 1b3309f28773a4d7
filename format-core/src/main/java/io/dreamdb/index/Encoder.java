package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.ResidualKernel;
import io.dreamdb.kernel.Rotation;
import java.nio.ByteBuffer;

/**
 * Makes codes of rows ({@code index.md}, section 6). Not for use by several threads; the {@link
 * Centers} that several of them use is.
 */
final class Encoder {

  /** Half a unit in the last place of 1, with what several roundings in a row add to it. */
  private static final double UNIT = 0x1.01p-24;

  /** More than a subnormal product loses. */
  private static final double TINY = 0x1p-140;

  private final Rotation rotation;
  private final CodeLayout layout;
  private final int code;
  private final boolean inner;
  private final Centers centers;
  private final RefinementEncoder refinement;
  private final float[] rotated;
  private final float[] center;
  private final float[] residual;
  private final long[] bits;
  private final float[] sums = new float[3];
  private final double sumError;

  Encoder(Metric metric, VectorCompressor compressor, Centers centers) {
    this.rotation = centers.rotation;
    this.layout = CodeLayout.of(PackLayout.of(compressor));
    this.code = compressor.codeDimension();
    this.inner = metric == Metric.IP;
    this.centers = centers;
    this.refinement = new RefinementEncoder(compressor.refine(), code, inner);
    this.rotated = new float[code];
    this.center = new float[code];
    this.residual = new float[code];
    this.bits = new long[code / Long.SIZE];
    this.sumError = (code / 16 + 5) * UNIT;
  }

  /** Takes the row whose codes are made next: an index vector less the mean. */
  void row(float[] points, int offset) {
    rotation.rotate(points, offset, rotated, 0);
  }

  /** Puts the code of the row as an entry of a cell. */
  void encode(int cell, ByteBuffer out, int at) {
    int from = centers.rotated(cell, center);
    float[] source = from < 0 ? center : centers.all;
    int start = Math.max(0, from);
    for (int i = 0; i < code; i++) {
      residual[i] = rotated[i] - source[start + i];
    }
    ResidualKernel.encode(residual, 0, source, start, code, bits, 0, sums);
    putCode(out, at);
    if (layout.refinementBytes() > 0) {
      refinement.encode(residual, source, start, sums[0], out, at, layout.refinement());
    }
  }

  private void putCode(ByteBuffer out, int at) {
    double squared = sums[0];
    double along = sums[1];
    Factors factors = Factors.of(inner, squared, along, sums[2]);
    double b = factors.factor();
    double most = squared * (1 + sumError) + code * TINY;
    double error = most - 2 * b * along * (1 - sumError) + b * b * code;
    for (int word = 0; word < bits.length; word++) {
      out.putLong(at + CodeLayout.CODE + word * Long.BYTES, bits[word]);
    }
    out.putFloat(at + CodeLayout.ADD, factors.add());
    out.putFloat(at + CodeLayout.SCALE, factors.scale());
    out.putFloat(at + CodeLayout.NORM, Factors.rootUp(most));
    out.putFloat(at + CodeLayout.ERROR, factors.error(Factors.rootUp(error)));
  }

  /** The rotated centroids less the mean; of very many cells they are made when asked for. */
  static final class Centers {

    private static final long MAX_KEPT_FLOATS = 1 << 24;

    private final Cells cells;
    private final Rotation rotation;
    private final float[] all; // [cells × D], or nothing

    Centers(Cells cells, VectorCompressor compressor) {
      this.cells = cells;
      this.rotation = compressor.rotation();
      int code = compressor.codeDimension();
      boolean kept = (long) cells.count() * code <= MAX_KEPT_FLOATS;
      this.all = new float[kept ? cells.count() * code : 0];
      for (int cell = 0; kept && cell < cells.count(); cell++) {
        rotation.rotate(cells.centers(cell), cells.offset(cell), all, cell * code);
      }
    }

    /** Where it begins in {@link #all}; or −1, and it is in {@code out}. */
    int rotated(int cell, float[] out) {
      if (all.length > 0) {
        return cell * rotation.codeDimension();
      }
      rotation.rotate(cells.centers(cell), cells.offset(cell), out, 0);
      return -1;
    }
  }
}
