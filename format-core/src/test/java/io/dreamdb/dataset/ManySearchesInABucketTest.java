package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.store.s3.StrictS3Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What searches of a table of 768 dimensions read from a bucket. */
@Tag("slow")
class ManySearchesInABucketTest {

  private static final int ROWS = 30_000;
  private static final long MAX_BYTES = 20_000_000;
  private static final int MAX_ROUNDS = 6;

  @TempDir Path folder;

  @Test
  void aSearchReadsAtMostTwentyMegabytesInFewRounds() {
    Dataset local = BucketSearches.table(folder, ROWS);
    try (StrictS3Server server = StrictS3Server.start()) {
      String location = "s3://" + StrictS3Server.BUCKET + "/large";
      local.cloneTo(location, server.options()).run();
      for (String kind : new String[] {"default", "recall 0.99", "k 100", "nprobe 60"}) {
        Dataset bucket = Dataset.open(location, server.options(), DatasetOptions.DEFAULT);
        long all = 0;
        for (int i = 0; i < 30; i++) {
          SearchRequest request = BucketSearches.request(kind, i);
          SearchResult found = bucket.snapshot().search(request);
          assertThat(found.hits()).isEqualTo(local.snapshot().search(request).hits());
          assertThat(found.statistics().fetchedBytes()).as(kind).isLessThan(MAX_BYTES);
          assertThat(found.statistics().rounds()).as(kind).isLessThanOrEqualTo(MAX_ROUNDS);
          all += found.statistics().fetchedBytes();
        }
        assertThat(all).as(kind).isGreaterThan(0);
      }
    }
  }
}
