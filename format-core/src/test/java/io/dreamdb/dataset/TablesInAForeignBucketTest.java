package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import io.dreamdb.store.s3.ForeignBucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tables on servers that others wrote. */
@Tag("ci")
@ExtendWith(ForeignBucket.class)
class TablesInAForeignBucketTest {

  private static final String LOCATION = "s3://" + ForeignBucket.BUCKET + "/";
  private static final RefName DEV = new RefName("dev");

  @TempDir Path folder;

  @Test
  void thirtyTwoCommittersOnOneRefLoseNothing() throws Exception {
    Dataset table = Committers.table(LOCATION + "committers", ForeignBucket.options());
    Commits commits = Commits.run(table, 32, 5, 0);
    commits.requireAllOnce(table);
    System.out.println("s3proxy before Azurite: " + commits);
  }

  @Test
  void randomStatementsDoWhatTheyDoToPlainCollections() {
    new TableWalk(LOCATION + "walk", ForeignBucket.options(), 61, true).run(12);
  }

  @Test
  void anIndexedTableIsWrittenSearchedMergedCollectedAndClean() {
    Dataset here = history(IndexedTable.create(folder.toString(), SmallWarehouse.options(9)));
    Warehouse warehouse =
        Warehouse.open(LOCATION + "lake", ForeignBucket.options(), SmallWarehouse.options(9));
    warehouse.createSchema(IndexedTable.NAME.schema(), Map.of());
    Dataset there =
        history(warehouse.createTable(IndexedTable.NAME, IndexedTable.SCHEMA, Map.of()));

    assertThat(there.snapshot().version()).isEqualTo(here.snapshot().version());
    SearchRequest request =
        SearchRequest.near(Objects.requireNonNull(IndexedTable.vector(5))).withProbes(6);
    for (String version : List.of("main", "main~1", "dev")) {
      assertThat(there.snapshot(version).search(request).hits())
          .hasSize(10)
          .isEqualTo(here.snapshot(version).search(request).hits());
    }
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(there.location(), ForeignBucket.options())) {
      verify.all(findings::add);
    }
    assertThat(findings).isEmpty();
  }

  /** The same versions wherever the table is. */
  private static Dataset history(Dataset table) {
    IndexedTable.append(table, RefName.MAIN, 0, 900);
    IndexedTable.rebuild(table, 24);
    table.createBranch("dev", "main");
    IndexedTable.append(table, DEV, 2_000, 2_000 + IndexedTable.PACKED);
    table.delete(DEV).where(Predicate.parse("id between 100 and 120"));
    IndexedTable.append(table, RefName.MAIN, 4_000, 4_050);
    IndexedTable.delete(table, "id = 4003");
    table.merge(RefName.MAIN).from("dev").commit();
    table.compact(RefName.MAIN, 10_000).run();
    table.expire().keep(2).run();
    CollectResult first = table.collect().run();
    CollectResult second = table.collect().run();
    assertThat(first.deleted() + second.deleted()).isPositive();
    return table;
  }
}
