package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What this library writes is clean, whatever was done to the table. */
class VerifyHistoriesTest {

  @TempDir Path folder;

  @Test
  void theSmallWarehouseIsClean() {
    Dataset films = SmallWarehouse.make(folder);

    assertThat(findings(films.location())).isEmpty();
    assertThat(catalogFindings()).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aRandomHistoryIsClean(long seed) {
    Random random = new Random(seed);
    Warehouse warehouse = Warehouse.open(folder.toString(), Map.of(), SmallWarehouse.options(seed));
    warehouse.createSchema("demo", Map.of());
    Dataset table = warehouse.createTable(SmallWarehouse.FILMS, SmallWarehouse.SCHEMA, Map.of());
    List<RefName> branches = new ArrayList<>(List.of(RefName.MAIN));
    int rows = 0;
    for (int step = 0; step < 40; step++) {
      RefName branch = branches.get(random.nextInt(branches.size()));
      int choice = random.nextInt(10);
      if (choice < 5) {
        int count = 1 + random.nextInt(60);
        SmallWarehouse.append(table, branch, rows, rows + count);
        rows += count;
      } else if (choice < 7) {
        table.delete(branch).where(Predicate.parse("id = " + random.nextInt(rows + 1)));
      } else if (choice == 7) {
        String back = "~" + random.nextInt(1 + (int) Math.min(3, depth(table, branch)));
        table.rollback(branch, branch + back);
      } else if (choice == 8) {
        RefName made = new RefName("b" + step);
        table.createBranch(made.text(), branch.text());
        table.createTag("t" + step, branch.text());
        branches.add(made);
      } else if (branches.size() > 1) {
        RefName gone = branches.remove(branches.size() - 1);
        table.deleteRef(gone);
        table.createBranch(gone.text(), "main");
        branches.add(gone);
      } else {
        warehouse.drop(SmallWarehouse.FILMS);
        warehouse.undrop(SmallWarehouse.FILMS, warehouse.hiddenTables().get(0).suffix());
        table = warehouse.table(SmallWarehouse.FILMS);
      }
    }
    warehouse.close();

    assertThat(findings(table.location())).isEmpty();
    assertThat(catalogFindings()).isEmpty();
  }

  @Test
  void treesOfManyPagesAreClean() {
    Dataset films = SmallWarehouse.make(folder);
    for (int i = 0; i < 150; i++) {
      SmallWarehouse.append(films, RefName.MAIN, 1_000 + i, 1_001 + i);
    }
    films.delete(RefName.MAIN).where(Predicate.parse("id between 1010 and 1100"));

    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(films.location(), Map.of())) {
      Verify.Counts counts = verify.all(findings::add);
      assertThat(counts.manifests()).isGreaterThan(150);
      assertThat(counts.objects()).isGreaterThan(450);
      assertThat(counts.errors()).isZero();
    }
    assertThat(findings).isEmpty();
  }

  private static long depth(Dataset table, RefName branch) {
    return table.snapshot(branch.text()).depth();
  }

  private static List<Finding> findings(String location) {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(location, Map.of())) {
      verify.all(findings::add);
      verify.ref(RefName.MAIN, findings::add);
    }
    return findings;
  }

  private List<Finding> catalogFindings() {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.catalog(folder.toString(), Map.of())) {
      verify.all(findings::add);
    }
    return findings;
  }
}
