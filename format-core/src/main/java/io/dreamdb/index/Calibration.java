package io.dreamdb.index;

import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A recall that was measured on rows of the table.
 *
 * @param k searches were for the k nearest
 * @param recallThousandths how many of 1,000 of them were found
 * @param probes cells that each search probed
 * @param candidates rows that each search compared
 */
public record Calibration(int k, int recallThousandths, Probes probes, int candidates)
    implements Comparable<Calibration> {

  private static final int PARTS = 4; // without a slack

  private static final Comparator<Calibration> ORDER =
      Comparator.comparingInt(Calibration::k)
          .thenComparingInt(Calibration::recallThousandths)
          .thenComparingInt(calibration -> calibration.probes.most())
          .thenComparingInt(Calibration::candidates)
          .thenComparingDouble(calibration -> calibration.probes.slack());

  /** Checks the ranges. */
  public Calibration {
    boolean valid =
        k >= 1 && recallThousandths >= 0 && recallThousandths <= 1_000 && candidates >= 1;
    if (!valid) {
      throw new IllegalArgumentException(
          List.of(k, recallThousandths, candidates) + " as k, recall, candidates");
    }
  }

  CborValue encode() {
    List<CborValue> parts =
        new ArrayList<>(
            List.of(
                new CborInt(k),
                new CborInt(recallThousandths),
                new CborInt(probes.most()),
                new CborInt(candidates)));
    if (probes.isBounded()) {
      parts.add(Floats.encode(new float[] {probes.slack()}));
    }
    return CborArray.of(parts);
  }

  static Calibration decode(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != PARTS && parts.size() != PARTS + 1) {
      throw item.expected("k, recall, probes, candidates and perhaps a slack");
    }
    int most = parts.get(2).int32(1, Integer.MAX_VALUE);
    return new Calibration(
        parts.get(0).int32(1, Integer.MAX_VALUE),
        parts.get(1).int32(0, 1_000),
        parts.size() == PARTS ? Probes.of(most) : new Probes(most, slack(parts.get(PARTS))),
        parts.get(3).int32(1, Integer.MAX_VALUE));
  }

  private static float slack(CborItem item) {
    float slack = Floats.decode(item, 1)[0];
    if (Float.floatToRawIntBits(slack) < 0) {
      throw item.expected("a number from 0 on");
    }
    return slack;
  }

  @Override
  public int compareTo(Calibration other) {
    return ORDER.compare(this, other);
  }
}
