package io.dreamdb.track;

import io.dreamdb.CorruptObject;
import io.dreamdb.manifest.TreeEntry;
import java.util.Iterator;
import java.util.Locale;

/** Decodes batches and sees that no two of them overlap. */
final class BatchIterator implements Iterator<Batch> {

  private final DecodedBatches decoded;
  private final Iterator<TreeEntry> entries;
  private long last = -1;

  BatchIterator(DecodedBatches decoded, Iterator<TreeEntry> entries) {
    this.decoded = decoded;
    this.entries = entries;
  }

  @Override
  public boolean hasNext() {
    return entries.hasNext();
  }

  @Override
  public Batch next() {
    TreeEntry entry = entries.next();
    Batch batch = decoded.decode(entry.key(), entry.value());
    if (batch.firstAnchor() <= last) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "The rows batch %d begins within the one before, which ends with anchor %d",
              batch.firstAnchor(),
              last));
    }
    last = batch.lastAnchor();
    return batch;
  }
}
