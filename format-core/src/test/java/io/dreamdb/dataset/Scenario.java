package io.dreamdb.dataset;

import io.dreamdb.Metric;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.manifest.Genesis;
import io.dreamdb.manifest.Manifest;
import io.dreamdb.object.RefName;
import io.dreamdb.object.SeededEntropy;
import io.dreamdb.object.VerifiedObject;
import io.dreamdb.schema.ColumnBuilder;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.track.RowBatchCodec;
import io.dreamdb.track.RowBatchReader;
import io.dreamdb.track.RowBatchWriter;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table as it is at first, and processes that work on it. */
abstract class Scenario {

  static final RefName MAIN = RefName.MAIN;
  static final RefName DEV = new RefName("dev");

  /** Vectors alone: batches are then written without Parquet, which is not what is tried here. */
  private static final Schema SCHEMA =
      Schema.of(Field.nullable(11, "v", new EmbeddingType(1, Metric.L2)));

  private static final RowBatchCodec NO_CODEC =
      new RowBatchCodec() {
        @Override
        public RowBatchWriter writer(Schema schema, OutputStream out) {
          throw new UnsupportedOperationException("no column but the vectors");
        }

        @Override
        public RowBatchReader reader(VerifiedObject input, Schema columns) {
          throw new UnsupportedOperationException("no column but the vectors");
        }
      };

  private final long grace;

  Scenario(long grace) {
    this.grace = grace;
  }

  /** Makes the table as it is at first, with all at rest. */
  abstract void prepare(Dataset table);

  /** Adds the processes. */
  abstract void begin(Simulation simulation);

  /** What the store holds at first. */
  final StoreState initial() {
    try (Simulation alone = new Simulation(new StoreState(), Set.of())) {
      alone.enter();
      DatasetOptions options = DatasetOptions.DEFAULT.withEntropy(new SeededEntropy(1));
      Genesis genesis = new Genesis(CborBytes.copyOf(new byte[16]), 1, grace);
      Space space =
          Space.create(
              SimulatedStore.OF_THREAD,
              genesis,
              Manifest.Content.empty(SCHEMA, Map.of()),
              options,
              Space.Caches.of(options));
      prepare(new Dataset(space, Map.of()));
      return new StoreState(alone.state());
    }
  }

  /** Writes batches of one row, the same bytes for the same number. */
  static List<WrittenBatch> write(Append append, int number) {
    try (TaskWriter writer = append.writer(NO_CODEC)) {
      ColumnBuilder column = ColumnBuilder.of(SCHEMA.fields().get(0).type());
      column.append(new float[] {number});
      writer.write(new RowBlock(SCHEMA, 1, List.of(column.build())));
      return writer.finish();
    }
  }

  /** Appends a row and says that it was acknowledged. */
  static void append(Dataset table, RefName ref, int number) {
    Append append = table.append(ref);
    CommitResult result = append.commit(write(append, number));
    Simulation.current().acknowledge(ref, result);
  }
}
