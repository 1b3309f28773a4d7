package io.dreamdb.benchmarks;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.RefName;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.Iterator;

/** How much of the heap is in use while rows are appended or scanned: the main of a JVM. */
final class LiveHeap {

  private static final MemoryMXBean MEMORY = ManagementFactory.getMemoryMXBean();
  private static final int BLOCK_ROWS = 4096;

  /** Collections of the whole heap are slow, so not every block is followed by one. */
  private static final int SAMPLES = 25;

  private final int blocksPerSample;
  private int blocks;
  private long peakBytes;

  private LiveHeap(int rows) {
    this.blocksPerSample = Math.max(1, rows / BLOCK_ROWS / SAMPLES);
  }

  /** What is done with the rows. */
  enum Work {
    APPEND("append"),
    SCAN("scan of what was appended");

    private final String text;

    Work(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Arguments: work, location of the table, rows. Prints the peak in bytes. */
  public static void main(String[] arguments) throws InterruptedException {
    // Its threads leave garbage for as long as they run, which would count as in use.
    Blake3.warmUp();
    Work work = Work.valueOf(arguments[0]);
    Dataset table = Dataset.open(arguments[1]);
    int rows = Integer.parseInt(arguments[2]);
    LiveHeap heap = new LiveHeap(rows);
    switch (work) {
      case APPEND -> heap.append(table, rows);
      case SCAN -> heap.scan(table.snapshot().scan(), rows);
    }
    System.out.println(heap.peakBytes);
  }

  private void append(Dataset table, int rows) {
    SampleRows sample = SampleRows.scalars(1);
    var append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      for (int row = 0; row < rows; row += BLOCK_ROWS) {
        writer.write(sample.block(row, Math.min(BLOCK_ROWS, rows - row)));
        afterBlock();
      }
      sample();
      append.commit(writer.finish());
    }
    sample();
  }

  private void scan(Scan scan, int rows) {
    long found = 0;
    Iterator<Scan.ScannedRows> all = scan.rows();
    while (all.hasNext()) {
      found += all.next().rows().rows();
      afterBlock();
    }
    if (found != rows) {
      throw new IllegalStateException("the scan had " + found + " rows, not " + rows);
    }
  }

  private void afterBlock() {
    if (++blocks % blocksPerSample == 0) {
      sample();
    }
  }

  private void sample() {
    System.gc();
    peakBytes = Math.max(peakBytes, MEMORY.getHeapMemoryUsage().getUsed());
  }
}
