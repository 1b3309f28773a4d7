package io.dreamdb.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What goes into one pack: cells, or the rows between two anchors of one cell.
 *
 * @param firstCell the first cell
 * @param lastCell the last cell
 * @param firstAnchor no row below it
 * @param lastAnchor no row above it
 */
record PackRange(int firstCell, int lastCell, long firstAnchor, long lastAnchor) {

  /** A pack has this many bytes or fewer, unless one cell's padding takes it beyond. */
  static final long TARGET_BYTES = 128L << 20;

  /** What a reference takes, as far as a plan is concerned. */
  private static final int REFERENCE_BYTES = 4;

  static PackRange ofCells(int first, int last) {
    return new PackRange(first, last, 0, Long.MAX_VALUE);
  }

  /** Divides all cells into ranges; depends on the entries of each cell alone. */
  static List<PackRange> plan(List<EntryRun> runs, int cells, PackLayout layout, long targetBytes) {
    int[] entries = new int[cells];
    for (EntryRun run : runs) {
      for (int i = 0; i < run.keys().length; i++) {
        int cell = run.keys()[i] / 2;
        entries[cell] = Math.addExact(entries[cell], run.starts()[i + 1] - run.starts()[i]);
      }
    }
    List<PackRange> ranges = new ArrayList<>();
    int first = -1;
    int last = -1;
    long bytes = 0;
    for (int cell = 0; cell < cells; cell++) {
      long more = entries[cell] == 0 ? 0 : layout.sectionBytes(entries[cell], REFERENCE_BYTES);
      if (first >= 0 && bytes + more > targetBytes) {
        ranges.add(ofCells(first, last));
        first = -1;
        bytes = 0;
      }
      if (more > targetBytes) {
        ranges.addAll(divide(runs, cell, layout, targetBytes));
      } else if (more > 0) {
        first = first < 0 ? cell : first;
        last = cell;
        bytes += more;
      }
    }
    if (first >= 0) {
      ranges.add(ofCells(first, last));
    }
    return ranges;
  }

  private static List<PackRange> divide(
      List<EntryRun> runs, int cell, PackLayout layout, long targetBytes) {
    long[] rows = rows(runs, ofCells(cell, cell));
    int piece =
        (int) Math.max(1, targetBytes / layout.sectionBytes(1_024, REFERENCE_BYTES) * 1_024);
    List<PackRange> ranges = new ArrayList<>();
    for (int from = 0; from < rows.length; from += piece) {
      int to = Math.min(rows.length, from + piece) - 1;
      ranges.add(new PackRange(cell, cell, rows[from], rows[to]));
    }
    return ranges;
  }

  /** The anchors of all entries, ascending, each once. */
  static long[] rows(List<EntryRun> runs, PackRange range) {
    long[][] parts = new long[runs.size()][];
    int count = 0;
    for (int r = 0; r < parts.length; r++) {
      parts[r] = range.anchors(runs.get(r));
      count = Math.addExact(count, parts[r].length);
    }
    long[] rows = new long[count];
    int size = 0;
    for (long[] part : parts) {
      for (long anchor : part) {
        if (anchor >= range.firstAnchor && anchor <= range.lastAnchor) {
          rows[size++] = anchor;
        }
      }
    }
    Arrays.sort(rows, 0, size);
    int distinct = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || rows[i] != rows[i - 1]) {
        rows[distinct++] = rows[i];
      }
    }
    return Arrays.copyOf(rows, distinct);
  }

  /** The number of a run's first entry of these cells. */
  int from(EntryRun run) {
    return run.lower(EntryRun.key(firstCell, false));
  }

  private int to(EntryRun run) {
    return run.lower(EntryRun.key(lastCell + 1, false));
  }

  long[] anchors(EntryRun run) {
    return run.anchors(from(run), to(run));
  }
}
