package io.dreamdb.dataset;

import io.dreamdb.store.s3.ForeignBucket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** As {@link ManyCommittersTest}, on servers that others wrote. */
@Tag("slow")
@ExtendWith(ForeignBucket.class)
class ManyCommittersInAForeignBucketTest {

  @Test
  void everyAcknowledgedCommitIsInTheHistoryOnce() throws Exception {
    String location = "s3://" + ForeignBucket.BUCKET + "/many-committers";
    Dataset table = Committers.table(location, ForeignBucket.options());
    Commits commits = Commits.run(table, 32, 200, 0);
    commits.requireAllOnce(table);
    System.out.println("s3proxy before Azurite: " + commits);
  }
}
