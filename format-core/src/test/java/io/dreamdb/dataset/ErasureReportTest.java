package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which objects still hold a row, and which versions reach them. */
class ErasureReportTest {

  private static final RefName DEV = new RefName("dev");

  private Dataset table;
  private final List<ObjectId> versions = new ArrayList<>();

  @BeforeEach
  void makeTable() {
    Warehouse warehouse =
        Warehouse.open("memory:erasure-" + UUID.randomUUID(), Map.of(), SmallWarehouse.options(5));
    warehouse.createSchema("demo", Map.of());
    table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    for (int i = 0; i < 60; i++) {
      versions.add(SmallWarehouse.append(table, RefName.MAIN, 3 * i, 3 * i + 3).version());
    }
  }

  @Test
  void aRowIsInItsBatchItsVectorsAndItsPack() {
    long anchor = anchorOf(30);
    ObjectId indexed = rebuild();
    ErasureReport report = report(anchor);
    assertThat(report.objects()).hasSize(3).allMatch(holder -> holder.rows() == 1);
    assertThat(report.objects().stream().map(ErasureReport.Holder::kind))
        .containsExactlyInAnyOrder("batch", "vector", "pack");
    assertThat(report.versions())
        .hasSize(60 - 10 + 1)
        .allMatch(version -> version.ref().equals(RefName.MAIN));
    assertThat(report.versions().get(0).manifest()).isEqualTo(indexed);
    assertThat(report.versions().get(50).manifest()).isEqualTo(versions.get(10));
    assertThat(report.isEmpty()).isFalse();
  }

  @Test
  void aDeletedRowIsStillThere() {
    long anchor = anchorOf(30);
    rebuild();
    table.delete(RefName.MAIN).where(Predicate.parse("id = 30"));
    assertThat(report(anchor).versions()).hasSize(60 - 10 + 2);
    assertThat(report(anchor).objects()).hasSize(3);
  }

  @Test
  void whatIsExpiredIsNotReported() {
    long anchor = anchorOf(30);
    table.createBranch("dev", versions.get(9).toString());
    table.createTag("kept", versions.get(20).toString());
    SmallWarehouse.append(table, DEV, 500, 503);
    table.rollback(RefName.MAIN, versions.get(5).toString());
    assertThat(report(anchor).versions()).hasSize(50 + 2);

    table.expire().keep(1).run();
    ErasureReport tagged = report(anchor);
    assertThat(tagged.versions()).hasSize(2).allMatch(v -> v.ref().equals(RefName.tag("kept")));
    assertThat(tagged.objects()).hasSize(2);
    table.deleteRef(RefName.tag("kept"));
    assertThat(report(anchor).isEmpty()).isTrue();
    assertThat(report(anchor).versions()).isEmpty();
  }

  @Test
  void rowsAreCountedInEachObject() {
    long[] anchors = {anchorOf(30), anchorOf(31), anchorOf(100), 1L << 50};
    ErasureReport report = table.erasureReport(LongStream.of(anchors));
    assertThat(report.objects().stream().mapToLong(ErasureReport.Holder::rows))
        .containsExactlyInAnyOrder(2L, 2L, 1L, 1L);
    assertThat(report(1L << 50).isEmpty()).isTrue();
    assertThat(table.erasureReport(LongStream.empty()).isEmpty()).isTrue();
  }

  private ObjectId rebuild() {
    return table
        .index(RefName.MAIN, Optional.empty())
        .rebuild(IndexOptions.DEFAULT.withCells(3))
        .commit()
        .version();
  }

  private ErasureReport report(long anchor) {
    return table.erasureReport(LongStream.of(anchor));
  }

  private long anchorOf(long id) {
    var blocks = table.snapshot().scan().where(Predicate.parse("id = " + id)).rows();
    return blocks.next().anchors()[0];
  }
}
