package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.InvalidInput;
import io.dreamdb.hash.Blake3;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.RefName;
import io.dreamdb.store.RegisterKey;
import io.dreamdb.store.s3.StrictS3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of schemas, tables, refs and properties that mean harm. */
class HostileNamesTest {

  private static final int NAMES = 10_000;
  private static final int TABLES = 15;
  private static final List<String> PIECES =
      List.of(
          "..",
          ".",
          "/",
          "\\",
          "%2e%2e",
          "%00",
          "\0",
          "\n",
          ":",
          "*",
          "?",
          "|",
          "<",
          ">",
          "\"",
          "'",
          "`",
          " ",
          "~",
          "$HOME",
          ";",
          "é",
          "e\u0301",
          "İ",
          "ı",
          "ß",
          "\u202e",
          "\ufeff",
          "\u200b",
          "😀",
          "\ud800",
          "\uff0e",
          "CON",
          "nul",
          "aux.txt",
          "A",
          "a",
          "z",
          "0",
          "_",
          "-",
          "=",
          "refs",
          "gc",
          "x".repeat(40));

  @TempDir Path folder;
  private final Random random = new Random(12);

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      name.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return name.toString();
  }

  @Test
  void aTableNameIsRefusedOrComesBackAndItsLocationStaysInside() {
    Map<TreeKey, TableName> keys = new HashMap<>();
    int accepted = 0;
    for (int i = 0; i < NAMES; i++) {
      TableName table;
      try {
        table = new TableName(name(), name());
      } catch (InvalidInput refused) {
        continue;
      }
      accepted++;
      TreeKey key = CatalogKeys.live(table);
      assertThat(new TableName(CatalogKeys.parts(key)[0], CatalogKeys.parts(key)[1]))
          .isEqualTo(table);
      TableName other = keys.put(key, table);
      assertThat(other == null || other.equals(table)).as("%s and %s", other, table).isTrue();
      ObjectId genesis = ObjectId.ofDigest(Blake3.hash(ByteBuffer.allocate(4).putInt(i).array()));
      String location = CatalogKeys.location(table, genesis);
      assertThat(CatalogKeys.isLocation(location)).as(location).isTrue();
      assertThat(folder.resolve(location).normalize().startsWith(folder)).isTrue();
      assertThat(folder.resolve(location).getNameCount()).isEqualTo(folder.getNameCount() + 2);
    }
    assertThat(accepted).isBetween(NAMES / 20, NAMES);
  }

  @Test
  void aRefNameIsRefusedOrAKeyOfItsOwn() {
    Set<String> keys = new HashSet<>();
    Set<RefName> names = new HashSet<>();
    for (int i = 0; i < NAMES; i++) {
      try {
        names.add(new RefName(name()));
      } catch (InvalidInput refused) {
        assertThat(refused).hasMessageContaining("name");
      }
    }
    assertThat(names).hasSizeGreaterThan(10);
    for (RefName name : names) {
      String path = RegisterKey.ref(name.text()).path();
      assertThat(path).isEqualTo("refs/" + name);
      assertThat(folder.resolve(path).normalize()).isEqualTo(folder.resolve("refs/" + name));
      assertThat(keys.add(path)).isTrue();
    }
  }

  @Test
  void hostileTablesOfAFolderStayInItAndComeBack() throws IOException {
    Path root = folder.resolve("lake");
    makeTables(Warehouse.open(root.toString()));
    try (var files = Files.walk(folder)) {
      assertThat(files.map(file -> file.toAbsolutePath().normalize()))
          .allMatch(file -> file.startsWith(root) || file.equals(folder.toAbsolutePath()));
    }
  }

  @Test
  void hostileTablesOfABucketStayUnderTheirPrefixAndComeBack() {
    try (StrictS3Server server = StrictS3Server.start()) {
      makeTables(
          Warehouse.open(
              "s3://" + StrictS3Server.BUCKET + "/lake", server.options(), DatasetOptions.DEFAULT));
      assertThat(server.keys()).isNotEmpty().allMatch(key -> key.startsWith("lake/"));
    }
  }

  /** Makes tables with hostile names, comments and properties, and finds them again. */
  private void makeTables(Warehouse warehouse) {
    Map<TableName, Map<String, String>> made = new TreeMap<>();
    Set<String> locations = new HashSet<>();
    while (made.size() < TABLES) {
      TableName name;
      try {
        // A schema may well be called as a folder of a table is.
        name = made.isEmpty() ? new TableName("refs", "main") : new TableName(name(), name());
      } catch (InvalidInput refused) {
        continue;
      }
      Map<String, String> properties = properties();
      if (made.containsKey(name)) {
        continue;
      }
      if (!warehouse.schemas().contains(name.schema())) {
        warehouse.createSchema(name.schema(), properties);
      }
      Dataset table = warehouse.createTable(name, SmallWarehouse.SCHEMA, properties);
      made.put(name, properties);
      assertThat(locations.add(table.location())).isTrue();
    }
    Set<TableName> found = new TreeSet<>();
    warehouse.schemas().forEach(schema -> found.addAll(warehouse.tables(schema)));
    assertThat(found).isEqualTo(made.keySet());
    made.forEach((name, properties) ->
        assertThat(warehouse.table(name).snapshot().properties())
            .containsExactlyInAnyOrderEntriesOf(properties));
  }

  private Map<String, String> properties() {
    Map<String, String> properties = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      // Text without a pair of surrogates has no bytes.
      properties.put(name().replace("\ud800", "-"), name().replace("\ud800", "-"));
    }
    return properties;
  }
}
