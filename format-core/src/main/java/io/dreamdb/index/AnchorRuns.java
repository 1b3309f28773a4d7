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

  /** Runs for each entry of the table that leads to them. */
  private static final int RUNS_PER_STEP = 8;

  private final long[] firsts;
  private final long[] starts; // the reference of each run's first row, and the number of rows

  // The run of row i << shift: a search by halves through all runs would wait for memory at each.
  private final int[] steps;
  private final int shift;

  private AnchorRuns(long[] firsts, long[] starts) {
    this.firsts = firsts;
    this.starts = starts;
    this.shift = shift(starts[firsts.length], firsts.length);
    this.steps = new int[(int) (starts[firsts.length] - 1 >> shift) + 2];
    fillSteps();
  }

  /** Of the widths of a step the least that needs no more steps than wanted. */
  private static int shift(long rows, int runs) {
    int shift = 0;
    while (rows >> shift > runs / RUNS_PER_STEP) {
      shift++;
    }
    return shift;
  }

  private void fillSteps() {
    int run = 0;
    for (int step = 0; step < steps.length - 1; step++) {
      while (starts[run + 1] <= (long) step << shift) {
        run++;
      }
      steps[step] = run;
    }
    steps[steps.length - 1] = firsts.length - 1;
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
    int step = (int) (reference >> shift);
    int run = steps[step];
    int last = steps[step + 1];
    while (run < last) {
      int middle = run + last + 1 >>> 1;
      if (starts[middle] <= reference) {
        run = middle;
      } else {
        last = middle - 1;
      }
    }
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
