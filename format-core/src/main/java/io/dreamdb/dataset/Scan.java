package io.dreamdb.dataset;

import io.dreamdb.dataset.spi.BatchSource;
import io.dreamdb.dataset.spi.ScanTask;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import io.dreamdb.track.Batch;
import io.dreamdb.track.BatchAnchors;
import io.dreamdb.track.RowBatchCodec;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the live rows of a version that match a predicate, in the order of their anchors. An engine
 * takes the {@link #tasks} and reads them with its own reader; everybody else takes {@link #rows}.
 * One thread.
 */
public final class Scan {

  /** The hidden column with a row's anchor. */
  public static final String ANCHOR = "_anchor";

  private static final int BLOCK_ROWS = 1 << 13;

  private final Snapshot snapshot;
  private final Space space;
  private Schema columns;
  private Predicate predicate = Predicate.Constant.TRUE;
  private long fromAnchor;
  private long lastAnchor = Long.MAX_VALUE;
  private @Nullable RowBatchCodec codec;

  Scan(Snapshot snapshot, Space space) {
    this.snapshot = snapshot;
    this.space = space;
    this.columns = snapshot.schema();
  }

  /** Reads only these columns, in this order. */
  public Scan columns(Schema some) {
    columns = some;
    return this;
  }

  /** Reads only rows that match. */
  public Scan where(Predicate condition) {
    predicate = condition;
    return this;
  }

  /** Reads only rows with anchors from {@code from} (included) to {@code to} (excluded). */
  public Scan anchors(long from, long to) {
    fromAnchor = Math.max(0, from);
    lastAnchor = Math.max(0, to) - 1;
    return this;
  }

  /** Reads row batches with another codec than core's. */
  public Scan readingWith(RowBatchCodec other) {
    codec = other;
    return this;
  }

  /**
   * The batches that may have matching rows. A task must drop deleted rows and rows that do not
   * match or lie outside the anchors.
   *
   * @throws io.dreamdb.InvalidInput if the predicate does not fit the columns
   */
  public Iterator<ScanTask> tasks() {
    var table = snapshot.dataset().handle();
    String version = snapshot.version().toString();
    Iterator<Batch> batches = candidates();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return batches.hasNext();
      }

      @Override
      public ScanTask next() {
        return new ScanTask(table, version, batches.next());
      }
    };
  }

  /**
   * The rows, in blocks, with their anchors.
   *
   * @throws io.dreamdb.InvalidInput if the predicate does not fit the columns
   */
  public Iterator<ScannedRows> rows() {
    RowFilter filter = new RowFilter(snapshot.schema(), predicate);
    Iterator<Batch> batches = candidates();
    RowBatchCodec reading = codec == null ? snapshot.codec() : codec;
    return new Rows(filter, batches, reading);
  }

  private Iterator<Batch> candidates() {
    RowFilter filter = new RowFilter(snapshot.schema(), predicate);
    Iterator<Batch> all = space.rows.batches(snapshot.track(), fromAnchor, lastAnchor);
    return new Iterator<>() {
      private @Nullable Batch next = advance();

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public Batch next() {
        Batch result = next;
        if (result == null) {
          throw new NoSuchElementException();
        }
        next = advance();
        return result;
      }

      private @Nullable Batch advance() {
        while (all.hasNext()) {
          Batch batch = all.next();
          if (batch.liveRows() > 0 && filter.mightMatch(snapshot.source(batch))) {
            return batch;
          }
        }
        return null;
      }
    };
  }

  /**
   * Rows with their anchors.
   *
   * @param anchors ascending, one for each row
   * @param rows the columns that were asked for
   */
  public record ScannedRows(long[] anchors, RowBlock rows) {

    /** The same with a column {@link #ANCHOR} behind the others. */
    public RowBlock withAnchors(int fieldId) {
      List<Field> fields = new ArrayList<>(rows.schema().fields());
      fields.add(Field.required(fieldId, "anchor", PrimitiveType.BIGINT));
      List<Column> all = new ArrayList<>(rows.columns());
      all.add(new LongColumn(PrimitiveType.BIGINT, anchors, Validity.all(anchors.length)));
      return new RowBlock(new Schema(fields), anchors.length, all);
    }
  }

  private final class Rows implements Iterator<ScannedRows> {

    private final RowFilter filter;
    private final Iterator<Batch> batches;
    private final RowBatchCodec reading;
    private @Nullable BatchRows open;
    private long[] selected = {};
    private BatchAnchors known = BatchAnchors.run(0, 1);
    private long[] blockAnchors = {};
    private int offset;
    private @Nullable ScannedRows next;

    Rows(RowFilter filter, Iterator<Batch> batches, RowBatchCodec reading) {
      this.filter = filter;
      this.batches = batches;
      this.reading = reading;
      this.next = advance();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public ScannedRows next() {
      ScannedRows result = next;
      if (result == null) {
        throw new NoSuchElementException();
      }
      next = advance();
      return result;
    }

    private @Nullable ScannedRows advance() {
      while (true) {
        if (open == null) {
          if (!batches.hasNext()) {
            return null;
          }
          openNext(batches.next());
        }
        ScannedRows found = read();
        if (found != null) {
          return found;
        }
      }
    }

    private void openNext(Batch batch) {
      BatchSource source = snapshot.source(batch);
      selected = filter.select(source, reading);
      known = source.anchors();
      offset = 0;
      open = new BatchRows(source, columns, reading);
    }

    /**
     * The next block of the open batch that has a selected row; null at its end, which closes it.
     */
    private @Nullable ScannedRows read() {
      BatchRows batch = open;
      while (batch != null && offset < batch.rows()) {
        int count = Math.min(BLOCK_ROWS, batch.rows() - offset);
        int[] positions = positions(offset, count);
        int first = offset;
        offset += count;
        if (positions.length > 0) {
          RowBlock block = batch.read(first, count);
          return scanned(count, positions, block);
        }
      }
      if (batch != null) {
        batch.close();
      }
      open = null;
      return null;
    }

    private ScannedRows scanned(int count, int[] positions, RowBlock block) {
      long[] anchors = new long[positions.length];
      for (int i = 0; i < anchors.length; i++) {
        anchors[i] = blockAnchors[positions[i]];
      }
      return new ScannedRows(anchors, positions.length == count ? block : block.select(positions));
    }

    private int[] positions(int first, int count) {
      blockAnchors = new long[count];
      known.copyTo(first, count, blockAnchors);
      int[] positions = new int[count];
      int size = 0;
      for (int i = 0; i < count; i++) {
        int row = first + i;
        long anchor = blockAnchors[i];
        boolean inRange = anchor >= fromAnchor && anchor <= lastAnchor;
        if (inRange && (selected[row >>> 6] >>> row & 1) != 0) {
          positions[size++] = i;
        }
      }
      return java.util.Arrays.copyOf(positions, size);
    }
  }
}
