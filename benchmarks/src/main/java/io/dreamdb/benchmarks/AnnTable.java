package io.dreamdb.benchmarks;

import io.dreamdb.Metric;
import io.dreamdb.dataset.Append;
import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.Scan;
import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.SearchResult;
import io.dreamdb.dataset.spi.TaskWriter;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.LongColumn;
import io.dreamdb.schema.PrimitiveType;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import io.dreamdb.schema.Validity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** A table of numbered vectors, used through the public API. Rows are numbered as they come. */
final class AnnTable {

  static final String NAME = "vectors";
  static final String EMBEDDING = "embedding";

  private static final int BLOCK_ROWS = 4096;

  private final Dataset table;
  private final EmbeddingType type;
  private final Schema schema;
  private long[] anchors = new long[0]; // of the live rows, ascending
  private int[] numbers = new int[0]; // of the same rows
  private int rows;

  private AnnTable(ScratchWarehouse warehouse, EmbeddingType type) {
    this.type = type;
    this.schema =
        new Schema(
            List.of(
                Field.required(1, "id", PrimitiveType.BIGINT), Field.required(2, EMBEDDING, type)));
    this.table = warehouse.createTable(NAME, schema);
  }

  /** Makes one without rows. */
  static AnnTable in(ScratchWarehouse warehouse, int dimension, Metric metric) {
    return new AnnTable(warehouse, new EmbeddingType(dimension, metric));
  }

  Dataset dataset() {
    return table;
  }

  /** Appends some of the vectors in one commit. */
  void append(Vectors vectors, int from, int to) {
    Append append = table.append(RefName.MAIN);
    try (TaskWriter writer = append.writer()) {
      for (int first = from; first < to; first += BLOCK_ROWS) {
        writer.write(block(vectors, first, Math.min(BLOCK_ROWS, to - first)));
      }
      append.commit(writer.finish());
    }
  }

  private RowBlock block(Vectors vectors, int first, int count) {
    Validity valid = Validity.all(count);
    long[] ids = new long[count];
    Arrays.setAll(ids, i -> rows + i);
    rows += count;
    return new RowBlock(
        schema,
        count,
        List.of(
            new LongColumn(PrimitiveType.BIGINT, ids, valid),
            new EmbeddingColumn(type, vectors.rows(first, count), valid)));
  }

  /** Deletes rows in one commit. */
  void delete(BitSet some) {
    long[] deleted = new long[some.cardinality()];
    int next = 0;
    for (int i = 0; i < anchors.length; i++) {
      if (some.get(numbers[i])) {
        deleted[next++] = anchors[i];
      }
    }
    table.delete(RefName.MAIN).anchors(Arrays.stream(deleted).iterator(), Optional.empty());
  }

  /** Learns which row has which anchor. */
  void readNumbers() {
    Schema ids = new Schema(List.of(schema.fields().get(0)));
    long[] newAnchors = new long[rows];
    int[] newNumbers = new int[rows];
    int count = 0;
    Iterator<Scan.ScannedRows> blocks = table.snapshot().scan().columns(ids).rows();
    while (blocks.hasNext()) {
      Scan.ScannedRows block = blocks.next();
      LongColumn id = (LongColumn) block.rows().column(1);
      for (int i = 0; i < block.anchors().length; i++, count++) {
        newAnchors[count] = block.anchors()[i];
        newNumbers[count] = (int) id.getLong(i);
      }
    }
    anchors = Arrays.copyOf(newAnchors, count);
    numbers = Arrays.copyOf(newNumbers, count);
  }

  /** Requests, a query each. */
  static List<SearchRequest> requests(Vectors queries, int k) {
    List<SearchRequest> requests = new ArrayList<>();
    for (int query = 0; query < queries.rows(); query++) {
      requests.add(SearchRequest.near(queries.row(query)).withK(k));
    }
    return requests;
  }

  /** The numbers of the rows that were found; −1 for a row that is not in the table. */
  int[] numbers(SearchResult result) {
    return result.hits().stream()
        .mapToInt(hit -> {
          int at = Arrays.binarySearch(anchors, hit.anchor());
          return at < 0 ? -1 : numbers[at];
        })
        .toArray();
  }
}
