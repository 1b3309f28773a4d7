package io.dreamdb.store.s3;

import java.util.concurrent.atomic.LongAdder;

/** Counts what {@link S3Traffic} shows. */
final class TrafficCounter {

  private final LongAdder requests = new LongAdder();
  private final LongAdder repeats = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();

  void request() {
    requests.increment();
  }

  void repeat() {
    repeats.increment();
  }

  void sent(long bytes) {
    sent.add(bytes);
  }

  void received(long bytes) {
    received.add(bytes);
  }

  S3Traffic now() {
    return new S3Traffic(requests.sum(), repeats.sum(), sent.sum(), received.sum());
  }
}
