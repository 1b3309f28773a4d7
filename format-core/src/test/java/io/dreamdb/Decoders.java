package io.dreamdb;

import io.dreamdb.dataset.DatasetDecoders;
import io.dreamdb.dataset.parquet.RowBatchDecoder;
import io.dreamdb.index.IndexDecoders;
import io.dreamdb.manifest.ManifestDecoders;
import io.dreamdb.track.RowsDecoders;
import java.util.List;
import java.util.stream.Stream;

/** Every decoder of stored bytes. */
final class Decoders {

  private Decoders() {}

  static List<GoldenDecoder> all() {
    return Stream.of(
            ManifestDecoders.all(),
            RowsDecoders.all(),
            IndexDecoders.all(),
            DatasetDecoders.all(),
            RowBatchDecoder.all())
        .flatMap(List::stream)
        .toList();
  }
}
