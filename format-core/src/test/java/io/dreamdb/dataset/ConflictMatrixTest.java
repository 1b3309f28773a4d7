package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.Conflict;
import io.dreamdb.Metric;
import io.dreamdb.dataset.parquet.ParquetRowBatchCodec;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.dataset.spi.WritePlan;
import io.dreamdb.dataset.spi.WrittenBatch;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.Predicate;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What goes together: each operation begins on a head, another commits, and the first is repeated
 * on the new head or refused by name. The rows after it are those of both.
 */
class ConflictMatrixTest {

  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final Schema IDS = Schema.of(IndexedTable.SCHEMA.fields().get(0));

  /** What a statement does to ids 0 to 39, in batches of ten. */
  enum Operation {
    APPEND {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        Append append = test.table.append(RefName.MAIN);
        List<WrittenBatch> written = test.write(append.plan(), id, id + 5);
        return () -> append.commit(written);
      }

      @Override
      void change(TreeSet<Long> ids, int id) {
        LongStream.range(id, id + 5).forEach(ids::add);
      }
    },
    DELETE {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        Delete delete = test.table.delete(RefName.MAIN);
        return () -> delete.where(Predicate.parse("id between 2 and 12"));
      }

      @Override
      void change(TreeSet<Long> ids, int id) {
        ids.removeIf(row -> row >= 2 && row <= 12);
      }
    },
    UPDATE {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        RowDelta delta = test.table.rowDelta(RefName.MAIN).by("ann");
        long[] anchors = test.anchors(5, 21);
        List<WrittenBatch> written = test.write(delta.plan(), id, id + 2);
        return () ->
            delta.commit(
                written,
                List.of(
                    new RowDelta.Replacement(anchors[0], 1),
                    new RowDelta.Replacement(anchors[1], 0)),
                LongStream.empty().iterator());
      }

      @Override
      void change(TreeSet<Long> ids, int id) {
        ids.removeAll(List.of(5L, 21L));
        ids.add((long) id);
        ids.add(id + 1L);
      }
    },
    COMPACT {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        return test.table.compact(RefName.MAIN, 25)::run;
      }
    },
    MATERIALIZE {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        return test.table.materializeTombstones(RefName.MAIN, 0)::run;
      }
    },
    INDEX {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        TableIndex index = IndexedTable.index(test.table);
        return () -> index.rebuild(IndexedTable.options(3).withSeed(id));
      }
    },
    SCHEMA {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        SchemaUpdate update = test.table.schema(RefName.MAIN);
        Field column = Field.nullable(update.ids().next(), "c" + id, PrimitiveType.INT);
        return update.add(column)::commit;
      }
    },
    ATTACH {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        AttachEmbedding attach =
            test.table.attachEmbedding(RefName.MAIN, "w" + id, new EmbeddingType(2, Metric.IP));
        return () -> attach.from(rows -> new float[rows.rows().rows()][2]);
      }
    },
    ROLLBACK {
      @Override
      Runnable begin(ConflictMatrixTest test, int id) {
        return () -> test.table.rollback(RefName.MAIN, "main~1");
      }

      @Override
      void change(TreeSet<Long> ids, int id) {
        ids.removeIf(row -> row >= 30 && row < 40);
      }
    };

    /** Plans on the head; what is returned commits. */
    abstract Runnable begin(ConflictMatrixTest test, int id);

    void change(TreeSet<Long> ids, int id) {}
  }

  private Dataset table;

  @BeforeEach
  void makeTable() {
    table = make(Isolation.SERIALIZABLE);
  }

  private Dataset make(Isolation isolation) {
    DatasetOptions defaults = SmallWarehouse.options(11);
    DatasetOptions options =
        new DatasetOptions(
            defaults.verification(),
            defaults.cacheBytes(),
            isolation,
            0,
            new DatasetOptions.Retry(100, Duration.ZERO, Duration.ZERO),
            defaults.entropy());
    Dataset made = IndexedTable.create("memory:matrix" + NUMBER.incrementAndGet(), options);
    for (int first = 0; first < 30; first += 10) {
      IndexedTable.append(made, RefName.MAIN, first, first + 10);
    }
    made.delete(RefName.MAIN).where(Predicate.parse("id = 17"));
    IndexedTable.append(made, RefName.MAIN, 30, 40);
    return made;
  }

  @AfterEach
  void whatIsThereIsRight() {
    assertThat(TableFindings.of(table)).isEmpty();
  }

  /** {@code .} goes together; {@code x} is refused. */
  static Stream<Object[]> matrix() {
    String[] rows = {
      // theirs: A D U C M I S T R
      "APPEND      . . . . . . . . x",
      "DELETE      . . x . . . . . x",
      "UPDATE      . x x . . . . . x",
      "COMPACT     . . . x x . . x x",
      "MATERIALIZE . . . x x . . x x",
      "INDEX       . . . . . x . . x",
      "SCHEMA      . . . . . . . . x",
      "ATTACH      . . . x x . . . x",
    };
    List<Object[]> all = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.split(" +");
      for (int i = 1; i < cells.length; i++) {
        Operation theirs = Operation.values()[i - 1];
        all.add(new Object[] {Operation.valueOf(cells[0]), theirs, cells[i].equals(".")});
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} over {1}: {2}")
  @MethodSource("matrix")
  void anOperationOverAnother(Operation ours, Operation theirs, boolean together) {
    TreeSet<Long> expected = ids();
    Runnable commit = ours.begin(this, 1_000);
    theirs.begin(this, 2_000).run();
    theirs.change(expected, 2_000);
    if (together) {
      commit.run();
      ours.change(expected, 1_000);
    } else {
      assertThatThrownBy(commit::run).isInstanceOf(Conflict.class).hasMessageContaining("again");
    }
    assertThat(ids()).isEqualTo(expected);
    assertThat(table.snapshot().rowCount()).isEqualTo(expected.size());
  }

  @Test
  void anAppendGoesOverARollbackUnderSnapshotIsolation() {
    table = make(Isolation.SNAPSHOT);
    TreeSet<Long> expected = ids();
    Runnable commit = Operation.APPEND.begin(this, 1_000);
    Operation.ROLLBACK.begin(this, 0).run();
    commit.run();
    Operation.ROLLBACK.change(expected, 0);
    Operation.APPEND.change(expected, 1_000);
    assertThat(ids()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"SERIALIZABLE, id > 900, true", "SNAPSHOT, id > 900, false"})
  void rowsThatOthersAddedAndThatMatchAreSeenUnderSerializable(
      Isolation isolation, String filter, boolean refused) {
    table = make(isolation);
    Delete delete = table.delete(RefName.MAIN);
    RowDelta delta = table.rowDelta(RefName.MAIN).chosenBy(Predicate.parse(filter));
    List<WrittenBatch> written = write(delta.plan(), 3_000, 3_001);
    RowDelta.Replacement five = new RowDelta.Replacement(anchors(5)[0], 0);
    Operation.APPEND.begin(this, 1_000).run();
    Runnable update = () -> delta.commit(written, List.of(five), LongStream.empty().iterator());
    if (refused) {
      assertThatThrownBy(() -> delete.where(Predicate.parse(filter + " or id = 3")))
          .hasMessageContaining("delete: others added rows that match it");
      assertThatThrownBy(update::run)
          .isInstanceOf(Conflict.class)
          .hasMessageContaining("update: others added rows that match it");
    } else {
      delete.where(Predicate.parse(filter + " or id = 3"));
      update.run();
      assertThat(ids()).contains(1_000L, 3_000L).doesNotContain(3L, 5L);
    }
  }

  @Test
  void aCompactionDoesNotMakeOldRowsNew() {
    Delete delete = table.delete(RefName.MAIN);
    Operation.COMPACT.begin(this, 0).run();
    delete.where(Predicate.parse("id < 1000"));
    assertThat(table.snapshot().rowCount()).isZero();
  }

  @Test
  void aWriterThatRepeatsAnEpochCommitsItOnce() {
    WriterEpoch first = new WriterEpoch("query 1", 7);
    Append append = table.append(RefName.MAIN).once(first);
    List<WrittenBatch> written = write(append.plan(), 1_000, 1_003);
    assertThat(append.commit(written).attempts()).isEqualTo(1);
    assertThat(append.commit(written).attempts()).isZero();
    assertThat(table.append(RefName.MAIN).once(new WriterEpoch("query 1", 6)).commit(written))
        .satisfies(result -> assertThat(result.attempts()).isZero());
    RowDelta delta = table.rowDelta(RefName.MAIN).once(first);
    assertThat(delta.commit(List.of(), List.of(), LongStream.of(anchors(5)).iterator()))
        .satisfies(result -> assertThat(result.attempts()).isZero());
    table.append(RefName.MAIN).once(new WriterEpoch("query 1", 8)).commit(List.of());
    table.append(RefName.MAIN).once(new WriterEpoch("query 2", 7)).commit(written);
    assertThat(table.snapshot().rowCount()).isEqualTo(39 + 6);
    assertThat(table.append(RefName.MAIN).once(new WriterEpoch("query 1", 8)).commit(written))
        .satisfies(result -> assertThat(result.attempts()).isZero());
  }

  private List<WrittenBatch> write(WritePlan plan, int from, int to) {
    try (TaskWriter writer = TaskWriter.open(plan, new ParquetRowBatchCodec())) {
      writer.write(IndexedTable.rows(from, to));
      return writer.finish();
    }
  }

  private TreeSet<Long> ids() {
    TreeSet<Long> ids = new TreeSet<>();
    read(table.snapshot()).forEach((id, anchor) -> ids.add(id));
    return ids;
  }

  private long[] anchors(long... ids) {
    Map<Long, Long> anchors = read(table.snapshot());
    return LongStream.of(ids).map(anchors::get).toArray();
  }

  private static Map<Long, Long> read(Snapshot snapshot) {
    Map<Long, Long> anchors = new TreeMap<>();
    snapshot
        .scan()
        .columns(IDS)
        .rows()
        .forEachRemaining(block -> {
          for (int i = 0; i < block.anchors().length; i++) {
            Object id = Optional.ofNullable(block.rows().columns().get(0).get(i)).orElseThrow();
            anchors.put((Long) id, block.anchors()[i]);
          }
        });
    return anchors;
  }
}
