package io.dreamdb.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.object.RefName;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyingObjectStoreTest {

  @TempDir Path folder;

  @Test
  void whatATaskWritesIsCountedAsDataAndTheRestAsMetadata() throws Exception {
    SampleRows sample = SampleRows.vectors(1, 16, Metric.L2);
    try (ScratchWarehouse warehouse = ScratchWarehouse.countedIn(folder)) {
      Dataset table = warehouse.createTable("rows", sample.schema());
      TallyingObjectStore.Tally before = TallyingObjectStore.tally();

      table.append(RefName.MAIN).rows(List.of(sample.block(0, 1000)));

      TallyingObjectStore.Tally spent = TallyingObjectStore.tally().since(before);
      assertThat(spent.dataBytes()).isGreaterThan(1000 * 16 * Float.BYTES);
      assertThat(spent.metadataBytes()).isBetween(100L, 20_000L);
      assertThat(spent.writes()).isGreaterThanOrEqualTo(5);
    }
  }
}
