package io.dreamdb.integration;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** One table that both engines write by turns at random, and what it must hold after each turn. */
final class SharedHistory {

  private static final String MAIN = "main";
  private static final String COLUMNS = "id, name, n, v";

  private final String table;
  private final Random random;
  private final List<String> statements = new ArrayList<>();
  private final Map<String, TreeMap<Long, ModelRow>> branches = new TreeMap<>();
  private final Map<String, Version> versions = new TreeMap<>();
  private long lastId;
  private int lastBranch;

  /** What a version holds, and the branch that keeps it: without it nothing names the version. */
  private record Version(String branch, TreeMap<Long, ModelRow> rows) {}

  SharedHistory(String table, Random random) {
    this.table = table;
    this.random = random;
    branches.put(MAIN, new TreeMap<>());
  }

  /** Every statement so far, each with its engine. */
  List<String> statements() {
    return statements;
  }

  void create() {
    run(
        Engines.trino(),
        "CREATE TABLE "
            + table
            + " (id BIGINT NOT NULL, name VARCHAR, n INTEGER,"
            + " v ARRAY(REAL) WITH (dimension = 2, metric = 'l2'))");
  }

  /** Runs one random statement and tells the model. */
  void step() {
    String branch = anyOf(branches.keySet());
    switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5, 6, 7 -> insert(branch);
      case 8, 9, 10, 11, 12, 13 -> delete(branch);
      case 14 -> branch();
      case 15 -> dropBranch(branch);
      case 16, 17 -> keepVersion(branch);
      default -> readVersion();
    }
  }

  /** Compares every branch in both engines. */
  void check() {
    branches
        .keySet()
        .forEach(branch -> {
          requireRows(Engines.spark(), branch);
          requireRows(Engines.trino(), branch);
        });
  }

  /** Compares every version that was kept, in both engines. */
  void checkVersions() {
    versions.forEach((id, version) -> {
      requireRows(Engines.spark(), sparkVersion(id), version.rows());
      requireRows(Engines.trino(), trinoVersion(id), version.rows());
    });
  }

  private Engine engine() {
    return random.nextBoolean() ? Engines.spark() : Engines.trino();
  }

  private static boolean isSpark(Engine engine) {
    return engine == Engines.spark();
  }

  private List<List<String>> run(Engine engine, String statement) {
    statements.add(engine + ": " + statement);
    return engine.rows(statement);
  }

  private <T> T anyOf(Iterable<T> all) {
    List<T> list = new ArrayList<>();
    all.forEach(list::add);
    return list.get(random.nextInt(list.size()));
  }

  /** How an engine names a branch that it writes. */
  private String target(Engine engine, String branch) {
    if (branch.equals(MAIN)) {
      return table;
    }
    return isSpark(engine) ? table + ".branch_" + branch : table + " @ " + branch;
  }

  private String sparkVersion(String version) {
    return table + " VERSION AS OF '" + version + "'";
  }

  private String trinoVersion(String version) {
    return table + " FOR VERSION AS OF '" + version + "'";
  }

  private void insert(String branch) {
    Engine engine = engine();
    List<ModelRow> rows = new ArrayList<>();
    for (int i = random.nextInt(1, 9); i > 0; i--) {
      rows.add(ModelRow.random(++lastId, random));
    }
    String values =
        rows.stream()
            .map(row -> isSpark(engine) ? row.sparkValues() : row.trinoValues())
            .collect(joining(", "));
    run(engine, "INSERT INTO " + target(engine, branch) + " VALUES " + values);
    rows.forEach(row -> branches.get(branch).put(row.id(), row));
  }

  private void delete(String branch) {
    Engine engine = engine();
    Condition condition = Condition.random(lastId, random);
    run(engine, "DELETE FROM " + target(engine, branch) + " WHERE " + condition.sql());
    branches.get(branch).values().removeIf(condition.selects());
  }

  private void branch() {
    if (branches.size() > 3) {
      return;
    }
    String name = "b" + ++lastBranch;
    run(Engines.trino(), "CREATE BRANCH " + name + " IN TABLE " + table);
    branches.put(name, new TreeMap<>(branches.get(MAIN)));
  }

  private void dropBranch(String branch) {
    if (!branch.equals(MAIN)) {
      run(Engines.trino(), "DROP BRANCH " + branch + " IN TABLE " + table);
      branches.remove(branch);
      versions.values().removeIf(version -> version.branch().equals(branch));
    }
  }

  private void keepVersion(String branch) {
    Engine engine = engine();
    String refs = isSpark(engine) ? table + ".refs" : refsOfTrino();
    String version =
        run(engine, "SELECT version FROM " + refs + " WHERE name = '" + branch + "'").get(0).get(0);
    versions.put(version, new Version(branch, new TreeMap<>(branches.get(branch))));
  }

  private String refsOfTrino() {
    int dot = table.lastIndexOf('.');
    return table.substring(0, dot) + ".\"" + table.substring(dot + 1) + "$refs\"";
  }

  private void readVersion() {
    if (versions.isEmpty()) {
      return;
    }
    String version = anyOf(versions.keySet());
    Engine engine = engine();
    requireRows(
        engine,
        isSpark(engine) ? sparkVersion(version) : trinoVersion(version),
        versions.get(version).rows());
  }

  private void requireRows(Engine engine, String branch) {
    String source = isSpark(engine) ? target(engine, branch) : trinoVersion(branch);
    requireRows(engine, source, branches.get(branch));
  }

  private void requireRows(Engine engine, String source, TreeMap<Long, ModelRow> rows) {
    assertThat(run(engine, "SELECT " + COLUMNS + " FROM " + source + " ORDER BY id"))
        .isEqualTo(rows.values().stream().map(ModelRow::texts).toList());
  }
}
