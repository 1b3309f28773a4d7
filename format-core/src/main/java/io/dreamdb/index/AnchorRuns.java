package io.dreamdb.index;

import io.dreamdb.CorruptObject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The anchors of a pack's rows: a row reference is a row's number in them. Immutable. */
final class AnchorRuns {

  private static final int PIECE_RUNS = 1 << 16;

  private final long[] firsts;
  private final long[] starts; // the reference of each run's first row, and the number of rows

  private AnchorRuns(long[] firsts, long[] starts) {
    this.firsts = firsts;
    this.starts = starts;
  }

  /** The one run of a pack at level 0. */
  static AnchorRuns of(AnchorRun run) {
    return new AnchorRuns(new long[] {run.first()}, new long[] {0, run.count()});
  }

  /** The runs of these anchors, ascending and each once. */
  static AnchorRuns of(long[] anchors, int count) {
    long[] firsts = new long[16];
    long[] starts = new long[17];
    int runs = 0;
    for (int i = 0; i < count; i++) {
      if (i > 0 && AnchorRun.areNeighbours(anchors[i - 1], anchors[i])) {
        continue;
      }
      if (runs == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * runs);
        starts = Arrays.copyOf(starts, 2 * runs + 1);
      }
      firsts[runs] = anchors[i];
      starts[runs++] = i;
    }
    starts[runs] = count;
    return new AnchorRuns(Arrays.copyOf(firsts, runs), Arrays.copyOf(starts, runs + 1));
  }

  /** Reads the section of a pack. */
  static AnchorRuns read(PackHeader header, PackBytes bytes, String name) {
    int runs = header.runs();
    long[] firsts = new long[runs];
    long[] starts = new long[runs + 1];
    AnchorRun previous = null;
    for (int done = 0; done < runs; done += PIECE_RUNS) {
      int count = Math.min(PIECE_RUNS, runs - done);
      long offset = header.runsOffset() + (long) done * PackLayout.RUN_BYTES;
      ByteBuffer piece =
          bytes.at(offset, count * PackLayout.RUN_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < count; i++) {
        AnchorRun run = run(piece, i, name);
        if (previous != null && (previous.last() >= run.first() || previous.joins(run))) {
          throw corrupt(
              name, run.first(), run.count(), "anchors behind those to " + previous.last());
        }
        firsts[done + i] = run.first();
        starts[done + i + 1] = starts[done + i] + run.count();
        previous = run;
      }
    }
    return new AnchorRuns(firsts, starts);
  }

  private static AnchorRun run(ByteBuffer piece, int index, String name) {
    long first = piece.getLong(index * PackLayout.RUN_BYTES);
    long count = piece.getLong(index * PackLayout.RUN_BYTES + Long.BYTES);
    try {
      return new AnchorRun(first, count);
    } catch (IllegalArgumentException e) {
      throw corrupt(name, first, count, "anchors of one lane");
    }
  }

  private static CorruptObject corrupt(String name, long first, long count, String expected) {
    return new CorruptObject(
        String.format(
            Locale.ROOT,
            "%s: expected %s in its anchor runs, found %d from %d on",
            name,
            expected,
            count,
            first));
  }

  int runs() {
    return firsts.length;
  }

  /** How many rows there are. */
  long rows() {
    return starts[firsts.length];
  }

  long firstAnchor() {
    return firsts[0];
  }

  /** The anchor of a row; the reference must be below {@link #rows}. */
  long anchor(long reference) {
    if (firsts.length == 1) {
      return firsts[0] + reference;
    }
    int found = Arrays.binarySearch(starts, 0, firsts.length, reference);
    int run = found >= 0 ? found : -found - 2;
    return firsts[run] + (reference - starts[run]);
  }

  /** The reference of a row that is in the runs. */
  long reference(long anchor) {
    int found = Arrays.binarySearch(firsts, anchor);
    int run = found >= 0 ? found : -found - 2;
    return starts[run] + (anchor - firsts[run]);
  }

  /** The runs, for few of them. */
  List<AnchorRun> list() {
    AnchorRun[] list = new AnchorRun[firsts.length];
    for (int i = 0; i < list.length; i++) {
      list[i] = new AnchorRun(firsts[i], starts[i + 1] - starts[i]);
    }
    return List.of(list);
  }

  ByteBuffer encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate((int) PackLayout.padded((long) firsts.length * PackLayout.RUN_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < firsts.length; i++) {
      bytes.putLong(firsts[i]).putLong(starts[i + 1] - starts[i]);
    }
    return bytes.clear();
  }
}
