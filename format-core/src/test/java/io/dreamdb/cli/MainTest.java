package io.dreamdb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.dataset.Dataset;
import io.dreamdb.dataset.IndexedTable;
import io.dreamdb.dataset.SmallWarehouse;
import io.dreamdb.dataset.Warehouse;
import io.dreamdb.object.SeededEntropy;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

  @TempDir Path folder;
  private String films;
  private String out = "";
  private String err = "";

  @BeforeEach
  void makeWarehouse() {
    SmallWarehouse.make(folder);
    films = folder + "#demo.films";
  }

  @Test
  void inspectShowsWarehouseTableAndObjects() {
    assertThat(run("inspect", folder.toString())).isZero();
    assertThat(out).contains("schema demo", "demo.films", "demo.empty", "dropped");
    assertThat(run("inspect", films)).isZero();
    assertThat(out).contains("live rows  92", "films to try", "embedding(2,l2)", "tag");
    assertThat(run("inspect", films, "main~1/tracks/rows")).isZero();
    assertThat(out).contains("\"modality\": \"rows\"");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/data")).isZero();
    assertThat(out).contains("\"rows\": 40", "required int64 id = 11");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/vectors/0/1", "--json"))
        .isZero();
    assertThat(out).contains("\"dimension\" : 2", "\"present\" : 34");
    assertThat(run("inspect", films, "main/nope")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no 'nope'", "tracks");
  }

  @Test
  void historyListsTheLatestFirst() {
    assertThat(run("history", films, "-n", "2")).isZero();
    assertThat(out.lines()).hasSize(3);
    assertThat(out.lines().skip(1).findFirst().orElseThrow()).contains("delete", "92");
    assertThat(run("history", films, "dev", "--json")).isZero();
    assertThat(out).contains("\"operation\" : \"create\"", "\"rows_added\" : 60");
  }

  @Test
  void branchesAndTagsAreMadeAndDeleted() {
    assertThat(run("branch", films, "b1", "main~1")).isZero();
    assertThat(out).startsWith("created branch b1 at d");
    assertThat(run("branch", films, "b1")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is a branch 'b1'");
    assertThat(run("tag", films, "t1", "b1", "--json")).isZero();
    assertThat(out).contains("\"done\" : \"created\"");
    assertThat(run("refs", films)).isZero();
    assertThat(out).contains("b1", "t1", "v1", "dev").doesNotContain("gone");
    assertThat(run("branch", films, "-d", "b1")).isZero();
    assertThat(run("tag", films, "-d", "t1")).isZero();
    assertThat(run("refs", films, "--json")).isZero();
    assertThat(out).doesNotContain("b1", "t1").contains("\"type\" : \"tag\"");
  }

  @Test
  void branchesAreMergedMovedOnAndTakenBack() {
    assertThat(run("refs", films)).isZero();
    assertThat(run("branch", films, "b1", "main~2")).isZero();
    assertThat(run("merge", films, "main", "--branch", "b1", "--dry-run")).isZero();
    assertThat(out).contains("merge      (dry run)", "BATCHES");
    assertThat(run("merge", films, "main", "--branch", "b1", "--json")).isZero();
    assertThat(out).contains("\"committed\" : true", "\"rows_live\" : 92");
    assertThat(run("merge", films, "main", "--branch", "b1")).isZero();
    assertThat(out).startsWith("merge: nothing to do");
    assertThat(run("fast-forward", films, "b1")).isZero();
    assertThat(out).contains("fast_forward");
    assertThat(run("revert", films, "main~1")).isZero();
    assertThat(run("rollback", films, "main~1")).isZero();
    assertThat(run("cherry-pick", films, "main~2", "--branch", "dev")).isZero();
    assertThat(run("rename-branch", films, "b1", "b2")).isZero();
    assertThat(out).startsWith("renamed branch b1 to b2 at d");
    assertThat(run("merge", films, "b1")).isEqualTo(ExitCode.REFUSED);
    assertThat(run("merge", films, "b2", "--strategy", "best")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("expected one of [refuse, fast-forward, ours, theirs]");
  }

  @Test
  void columnsChangeInTheOrderOfTheOptions() {
    assertThat(
            run(
                "schema-update",
                films,
                "--add",
                "stars int not null default -3 comment 'of five'",
                "--rename",
                "title=name",
                "--add",
                "place struct<x:double>",
                "--add",
                "place.y double",
                "--move",
                "stars after name",
                "--move",
                "name first",
                "--drop",
                "rating",
                "--widen",
                "stars=bigint",
                "--nullable",
                "id"))
        .isZero();
    assertThat(out).startsWith("schema changed in version d").contains("DEFAULT");
    assertThat(run("inspect", films)).isZero();
    assertThat(out.lines().filter(line -> line.contains(" yes ")).map(line -> line.split(" ")[0]))
        .containsExactly("name", "id", "embedding", "place");
    assertThat(out).containsPattern("stars +bigint +no +\\d+ +-3");
    assertThat(out).contains("struct<x:double,y:double>");
    assertThat(run("schema-update", films, "--nullable", "id", "--json")).isZero();
    assertThat(out).contains("\"committed\" : false", "\"default\" : \"-3\"");
    assertThat(run("verify", films)).isZero();
  }

  @Test
  void aChangeOfColumnsThatCannotBeMadeIsRefused() {
    assertThat(run("schema-update", films)).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("Name a change");
    assertThat(run("schema-update", films, "--drop", "nope")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no column nope");
    assertThat(run("schema-update", films, "--add", "n int default 'x'"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("'x' is no value of type int");
    assertThat(run("schema-update", films, "--rename", "title")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("expected =");
    assertThat(run("schema-update", films, "--move", "title last")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("expected FIRST or AFTER");
    assertThat(run("schema-update", films, "--widen", "title=struct<a:int>"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("expected a type without fields");
  }

  @Test
  void verifyIsCleanOrSaysWhatItFound() throws Exception {
    assertThat(run("verify", folder.toString())).isZero();
    assertThat(out).contains("0 errors, 0 warnings");
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/data")).isZero();
    String key = out.substring(2, out.indexOf(','));
    try (var files = Files.walk(folder)) {
      Files.delete(files.filter(file -> file.toString().endsWith(key)).findFirst().orElseThrow());
    }
    assertThat(run("verify", films, "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(out).contains(key, "\"severity\" : \"error\"", "\"errors\" : 1");
    assertThat(run("verify", films, "--ref", "nope")).isEqualTo(ExitCode.USAGE);
    assertThat(out).isEmpty();
  }

  @Test
  void anIndexIsMadeChangedMeasuredAndShown() {
    IndexedTable.make(folder.resolve("indexed"));
    String points = folder.resolve("indexed") + "#" + IndexedTable.NAME;

    assertThat(run("refresh-index", points)).isZero();
    assertThat(out).contains("OPERATION", "refresh_index", "ENTRIES");
    assertThat(run("refresh-index", points, "--json")).isZero();
    assertThat(out).contains("\"committed\" : false", "\"packs\" : 0");
    assertThat(run("publish-rabitq", points, "--refine", "8")).isZero();
    assertThat(run("compact-index", points, "--column", "v")).isZero();
    assertThat(
            run(
                "rebuild-ivf",
                points,
                "--cells",
                "9",
                "--seed",
                "3",
                "--refine",
                "0",
                "--spill",
                "yes",
                "--threads",
                "1",
                "--json"))
        .isZero();
    assertThat(out).contains("\"operation\" : \"rebuild_ivf\"", "\"cells\" : 9");
    assertThat(run("evaluate-index", points, "--sample", "20", "-k", "5")).isZero();
    assertThat(out).contains("NPROBE", "BYTES/QUERY");
    assertThat(run("evaluate-index", points, "--candidates", "900")).isZero();
    assertThat(out).contains("NPROBE", "1.0000");
    assertThat(run("evaluate-index", points, "main~1", "--candidates", "500", "--json")).isZero();
    assertThat(out).contains("\"nprobe\" : 1,", "\"recall\" : 1.0");

    String track = "main/tracks/index." + IndexedTable.SCHEMA.fields().get(1).id();
    assertThat(run("inspect", points, track)).isZero();
    assertThat(out).contains("\"modality\": \"index\"", "\"calibration\"");
    assertThat(run("inspect", points, track + "/spatial")).isZero();
    assertThat(out).contains("\"spatial_index\"", "\"cells\": 9");
    assertThat(run("inspect", points, track + "/spatial/blocks/0/0")).isZero();
    assertThat(out).contains("\"rows\": 9");
    assertThat(run("inspect", points, track + "/compressor")).isZero();
    assertThat(out).contains("\"vector_compressor\"", "\"refine\": 0");
    assertThat(run("inspect", points, track + "/packs/0/1/pack")).isZero();
    assertThat(out).contains("\"directory\"", "\"last_cell\": 8", "\"kind\": \"pack\"");
    String key = out.substring(2, out.indexOf(','));
    assertThat(run("inspect", points, key, "--json")).isZero();
    assertThat(out).contains("\"largest_cell\"", "\"entries\"");
    assertThat(run("inspect", points, track + "/packs/0/1/pack/header/spatial")).isZero();
    assertThat(run("verify", points)).isZero();

    assertThat(run("rebuild-ivf", points, "--spill", "perhaps")).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("expected auto, yes or no");
    assertThat(run("rebuild-ivf", points, "--refine", "5")).isEqualTo(ExitCode.REFUSED);
    for (String k : new String[] {"-1", "0", "10000"}) {
      assertThat(run("evaluate-index", points, "-k", k)).isEqualTo(ExitCode.REFUSED);
      assertThat(err).contains("k is " + k + "; expected 1 to 9999");
    }
    assertThat(run("refresh-index", films)).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("has no index; make one by './dreamdb rebuild-ivf'");
    assertThat(run("evaluate-index", films)).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("has no index");
  }

  @Test
  void batchesAreJoinedAndDeletedRowsDropped() {
    assertThat(run("compact", films, "--target-rows", "1000", "--dry-run")).isZero();
    assertThat(out).contains("compact          2       1    92        8", "(dry run)");
    assertThat(run("materialize-tombstones", films, "--min-deleted", "0", "--json")).isZero();
    assertThat(out).contains("\"batches_before\" : 2", "\"rows_dropped\" : 8");
    assertThat(run("materialize-tombstones", films, "--min-deleted", "0")).isZero();
    assertThat(out).startsWith("materialize: nothing to do");
    assertThat(run("compact", films, "--target-rows", "1000")).isZero();
    assertThat(run("inspect", films, "main/tracks/rows/batches/0/1/span")).isZero();
    assertThat(out).contains("100");
    assertThat(run("verify", films)).isZero();
    assertThat(run("compact", films, "--target-rows", "0")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("A target of 0 rows a batch; give 1 or more");
    assertThat(run("compact", films)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anEmbeddingIsAttachedFromAFile() throws Exception {
    Path file = folder.resolve("new.fvecs");
    ByteBuffer vectors = ByteBuffer.allocate(92 * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 92; i++) {
      vectors.putInt(1).putFloat(i);
    }
    Files.write(file, vectors.array());
    String[] attach = {
      "attach-embedding", films, "second", "--fvecs", file.toString(), "--metric", "l2"
    };
    assertThat(run(attach)).isZero();
    assertThat(out).startsWith("attached 92 vectors as second: d");
    assertThat(run("inspect", films)).isZero();
    assertThat(out).contains("second     embedding(1,l2)");
    assertThat(run("verify", films)).isZero();
    Files.write(file, new byte[12]);
    assertThat(run(attach)).isEqualTo(ExitCode.REFUSED);
    assertThat(err)
        .contains("has 12 bytes and begins with dimension 0; 92 live rows need 368 bytes");
    attach[6] = "euclid";
    assertThat(run(attach)).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("expected cosine, l2 or ip");
  }

  @Test
  void aTableIsCloned() {
    String copy = folder.resolve("copy").toString();
    assertThat(run("clone", films, copy)).isZero();
    assertThat(out).startsWith("cloned 3 refs to " + copy);
    assertThat(run("verify", copy)).isZero();
    assertThat(run("clone", films, copy, "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("already; name an empty place");
  }

  @Test
  void aTableGoesIntoAFileAndComesOutOfIt() {
    String file = folder.resolve("films.bundle").toString();
    String copy = folder.resolve("copy").toString();
    assertThat(run("export-bundle", films, file)).isZero();
    assertThat(out).startsWith("exported 3 refs to " + file);
    assertThat(run("export-bundle", films, file)).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is a file " + file + " already");
    assertThat(run("import-bundle", copy, file, "--dry-run", "--json")).isZero();
    assertThat(out).contains("\"dry_run\" : true", "\"refs\" : 3");
    assertThat(run("import-bundle", copy, file)).isZero();
    assertThat(out).startsWith("imported 3 refs: ");
    assertThat(run("verify", copy)).isZero();
    assertThat(run("import-bundle", copy, file)).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("already; name an empty place");
    assertThat(run("import-bundle", copy, file, "--dry-run")).isEqualTo(ExitCode.REFUSED);
    assertThat(run("import-bundle", films, file, "--dry-run")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is a table 'demo.films' already");
    String lake = films.substring(0, films.indexOf('#'));
    assertThat(run("import-bundle", lake, file)).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("is a warehouse; name the table that is to be made");
    assertThat(run("import-bundle", lake + "#demo.copy", file, "--json")).isZero();
    assertThat(out).contains("\"dry_run\" : false", "\"refs\" : 3");
    assertThat(run("verify", lake)).isZero();
  }

  @Test
  void aVersionComesOutOfAFileAsABranch() {
    String file = folder.resolve("dev.bundle").toString();
    assertThat(run("export-bundle", films, file, "--version", "dev", "--json")).isZero();
    assertThat(out).contains("\"history\" : false", "\"refs\" : 1");
    assertThat(run("import-bundle", films, file, "--from", "dev")).isEqualTo(ExitCode.USAGE);
    assertThat(run("import-bundle", films, file, "--branch", "new", "--dry-run")).isZero();
    assertThat(out).startsWith("would import branch new; checked: ");
    assertThat(run("import-bundle", films, file, "--branch", "new")).isZero();
    assertThat(out).startsWith("imported branch new at d").contains("103 live rows");
    assertThat(run("import-bundle", films, file, "--branch", "newer", "--json")).isZero();
    assertThat(out).contains("\"branch\" : \"newer\"", "\"rows_live\" : 103", "\"written\" : 0");
    assertThat(run("verify", films)).isZero();
    assertThat(run("import-bundle", films, films, "--branch", "no")).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no file " + films);
  }

  @Test
  void historyIsCutAndItsGarbageCollected() {
    assertThat(run("erasure-report", films, "0", "--json")).isZero();
    assertThat(out).contains("\"objects\" : [ ]");
    assertThat(run("expire-manifests", films)).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("--keep");
    assertThat(run("expire-manifests", films, "--keep", "1", "--older-than", "soon"))
        .isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("'soon' is no time", "30d");
    assertThat(run("expire-manifests", films, "--keep", "1", "--dry-run")).isZero();
    assertThat(out).contains("WOULD CUT", "main");
    assertThat(run("expire-manifests", films, "--older-than", "1d", "--json")).isZero();
    assertThat(out).contains("\"expired\" : 0", "\"kept\" : 5");
    assertThat(run("expire-manifests", films, "--keep", "2", "--branch", "main")).isZero();
    assertThat(out).contains("CUT", "KEPT").doesNotContain("dev");
    assertThat(run("collect-garbage", films, "--dry-run")).isZero();
    assertThat(out).contains("WOULD REMOVE");
    assertThat(run("collect-garbage", films)).isZero();
    assertThat(out).contains("EPOCH", "YOUNG");
    assertThat(run("collect-garbage", films, "--json")).isZero();
    assertThat(out)
        .contains("\"epoch\" : 2", "\"dry_run\" : false")
        .doesNotContain("deleted\" : 0");
    assertThat(run("verify", folder.toString())).isZero();
    assertThat(run("history", films)).isZero();
    assertThat(out.lines()).hasSize(3);
  }

  @Test
  void anErasureReportNamesObjectsAndVersions() {
    try (Warehouse warehouse = Warehouse.open(folder.toString())) {
      films = warehouse.tableLocation(SmallWarehouse.FILMS);
    }
    Dataset table = Dataset.open(films);
    String anchor = Long.toString(table.snapshot().batches().next().firstAnchor());

    assertThat(run("erasure-report", films, anchor)).isEqualTo(ExitCode.REFUSED);
    assertThat(out).contains("batch", "vector", "REF", "main", "dev", "tag.v1");
    assertThat(run("erasure-report", films, anchor, "--json")).isEqualTo(ExitCode.REFUSED);
    assertThat(out).contains("\"kind\" : \"batch\"", "\"rows\" : 1", "\"ref\" : \"main\"");
    assertThat(run("erasure-report", films)).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void wrongArgumentsSayWhatToDo() {
    Path nothing = folder.resolve("nothing");
    assertThat(run("refs", nothing.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("There is no DreamDB table or warehouse at " + nothing);
    assertThat(nothing).doesNotExist();
    assertThat(run("refs", folder.toString())).isEqualTo(ExitCode.REFUSED);
    assertThat(err).contains("is a warehouse; name one of its tables");
    assertThat(run("nope")).isEqualTo(ExitCode.USAGE);
    assertThat(run("refs", "--bad", films)).isEqualTo(ExitCode.USAGE);
    assertThat(err).contains("Unknown option: '--bad'", "refs --help");
    assertThat(run("refs")).isEqualTo(ExitCode.USAGE);
    assertThat(run("refs", "--help")).isZero();
    assertThat(out).contains("TARGET", "--json");
  }

  private int run(String... arguments) {
    StringWriter written = new StringWriter();
    StringWriter failed = new StringWriter();
    int code =
        Main.run(
            new SeededEntropy(3), new PrintWriter(written), new PrintWriter(failed), arguments);
    out = written.toString();
    err = failed.toString();
    return code;
  }
}
