package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.Metric;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Column;
import io.dreamdb.schema.EmbeddingColumn;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import io.dreamdb.schema.RowBlock;
import io.dreamdb.schema.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeveralEmbeddingsTest {

  private static final EmbeddingType POINT = new EmbeddingType(2, Metric.L2);
  private static final List<String> NAMES = List.of("first", "second", "third");

  @TempDir Path folder;

  /** Engines draw ids at random. */
  @Test
  void fieldIdsNeedNotAscendFromColumnToColumn() {
    Schema schema =
        Schema.of(
            Field.nullable(9, "first", POINT),
            Field.nullable(3, "second", POINT),
            Field.nullable(5, "third", POINT));
    try (Warehouse warehouse = Warehouse.open(folder.toString())) {
      warehouse.createSchema("demo", Map.of());
      Dataset table = warehouse.createTable(new TableName("demo", "t"), schema, Map.of());
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < NAMES.size(); i++) {
        columns.add(point(i));
      }
      table.append(RefName.MAIN).rows(List.of(new RowBlock(schema, 1, columns)));
      for (int i = 0; i < NAMES.size(); i++) {
        SearchRequest request = SearchRequest.near(0, 0).withField(NAMES.get(i));
        assertThat(table.snapshot().search(request).hits())
            .extracting(SearchResult.Hit::distance)
            .containsExactly((float) i);
      }
    }
  }

  private static Column point(float x) {
    EmbeddingColumn.Builder builder = new EmbeddingColumn.Builder(POINT);
    builder.append(new float[] {x, 0});
    return builder.build();
  }
}
