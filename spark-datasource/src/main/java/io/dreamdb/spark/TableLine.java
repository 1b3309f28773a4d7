package io.dreamdb.spark;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.object.RefName;

/** Which version of a table a statement asks for. */
sealed interface TableLine {

  /** The present one. */
  TableLine PRESENT = new Present();

  /** The present one of the line. */
  record Present() implements TableLine {}

  /** What a pointer names, whatever the line. */
  record Pointer(String text) implements TableLine {}

  /** The last of the line at a time, in nanoseconds since 1970-01-01T00:00:00Z. */
  record Time(long nanos) implements TableLine {

    /**
     * A time in microseconds; one that nanoseconds cannot count to is as late, or early, as can be.
     */
    static Time ofMicros(long micros) {
      long nanos = micros * 1_000L;
      boolean counted = Math.multiplyHigh(micros, 1_000L) == nanos >> 63;
      return new Time(counted ? nanos : micros < 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    }
  }

  /** The version. */
  default Snapshot snapshot(Dataset dataset, RefName line) {
    if (this instanceof Pointer pointer) {
      return dataset.snapshot(pointer.text());
    }
    if (this instanceof Time time) {
      return dataset.snapshotAt(line, time.nanos());
    }
    return dataset.snapshot(line.text());
  }
}
