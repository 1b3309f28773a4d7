package io.dreamdb.index;

import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
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
public record Calibration(int k, int recallThousandths, int probes, int candidates)
    implements Comparable<Calibration> {

  private static final Comparator<Calibration> ORDER =
      Comparator.comparingInt(Calibration::k)
          .thenComparingInt(Calibration::recallThousandths)
          .thenComparingInt(Calibration::probes)
          .thenComparingInt(Calibration::candidates);

  /** Checks the ranges. */
  public Calibration {
    boolean valid =
        k >= 1
            && recallThousandths >= 0
            && recallThousandths <= 1_000
            && probes >= 1
            && candidates >= 1;
    if (!valid) {
      throw new IllegalArgumentException(
          List.of(k, recallThousandths, probes, candidates) + " as k, recall, probes, candidates");
    }
  }

  CborValue encode() {
    return CborArray.of(
        new CborInt(k),
        new CborInt(recallThousandths),
        new CborInt(probes),
        new CborInt(candidates));
  }

  static Calibration decode(CborItem item) {
    List<CborItem> parts = item.array();
    if (parts.size() != 4) {
      throw item.expected("k, recall, probes and candidates");
    }
    return new Calibration(
        parts.get(0).int32(1, Integer.MAX_VALUE),
        parts.get(1).int32(0, 1_000),
        parts.get(2).int32(1, Integer.MAX_VALUE),
        parts.get(3).int32(1, Integer.MAX_VALUE));
  }

  @Override
  public int compareTo(Calibration other) {
    return ORDER.compare(this, other);
  }
}
