package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.manifest.Manifest;
import io.dreamdb.manifest.StoredManifest;
import io.dreamdb.manifest.Summary;
import io.dreamdb.object.RefName;
import io.dreamdb.store.ObjectStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each damage to a table is found, and names the object. */
class VerifyDamageTest {

  @TempDir Path folder;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    SmallWarehouse.make(folder);
    try (Stream<Path> tables = Files.list(folder.resolve("demo"))) {
      table = tables.filter(t -> t.getFileName().toString().startsWith("films-")).findFirst().get();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vector/", "/batch/", "/rows/track/", "/manifests/", "/genesis/"})
  void anObjectThatIsGoneIsFound(String kind) throws IOException {
    Path object = anyOf(kind);
    Files.delete(object);

    assertThat(findings()).anyMatch(finding -> named(finding, object));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vector/", "/batch/", "/rows/track/", "/manifests/", "/genesis/"})
  void aByteThatWasFlippedIsFound(String kind) throws IOException {
    Path object = anyOf(kind);
    byte[] bytes = Files.readAllBytes(object);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(object);
    Files.write(object, bytes);

    assertThat(findings()).anyMatch(finding -> named(finding, object));
  }

  @Test
  void aWrongCountUnderAValidHashIsFound() {
    DatasetOptions options = SmallWarehouse.options(99);
    Space space =
        Space.open(ObjectStores.open(table.toString()), options, Space.Caches.of(options));
    Head head = space.liveHead(RefName.MAIN);
    Manifest old = head.stored().manifest();
    Summary wrong = new Summary("append", 5, 0, old.summary().rowsLive() + 5, 2, 0, 0);
    Committer committer = new Committer(space);
    committer.commit(
        head,
        new Change() {
          @Override
          public String name() {
            return "a wrong commit";
          }

          @Override
          public java.util.Optional<Draft> apply(Step step) {
            return java.util.Optional.of(Draft.of(old.state(), wrong, old.anchors()));
          }
        });
    StoredManifest now = space.liveHead(RefName.MAIN).stored();

    assertThat(findings())
        .anyMatch(finding ->
            finding.key().equals("manifests/" + now.id())
                && finding.expected().startsWith("live rows"));
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    try (Verify verify = Verify.table(table.toString(), Map.of())) {
      assertThat(verify.all(findings::add).errors()).isEqualTo(findings.size());
    }
    return findings;
  }

  private static boolean named(Finding finding, Path object) {
    return finding.key().contains(object.getFileName().toString());
  }

  /**
   * An object that is reached: of manifests, which may have been left behind, the version of main.
   */
  private Path anyOf(String kind) throws IOException {
    if (kind.equals("/manifests/")) {
      return table
          .resolve("manifests")
          .resolve(Dataset.open(table.toString()).snapshot().version().toString());
    }
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().contains(kind))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }
}
