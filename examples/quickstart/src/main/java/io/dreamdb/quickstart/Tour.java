package io.dreamdb.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is shown of a table: searches in both engines, a delete, an old version, a branch. */
final class Tour {

  /** Steps of a tour. */
  static final int STEPS = 6;

  private static final int RESULTS = 6;

  /** Characters of a version's id that name it; eight are the fewest. */
  private static final int VERSION_PREFIX = 12;

  private static final String BRANCH = "trial";

  private final Subject subject;
  private final Engine spark;
  private final Engine trino;
  private final Console console;

  Tour(Subject subject, Engine spark, Engine trino, Console console) {
    this.subject = subject;
    this.spark = spark;
    this.trino = trino;
    this.console = console;
  }

  /** Takes it. */
  void take() {
    Question nearest = console.step("Pick a row to ask about", this::question);
    List<Hit> hits = console.step("Search: its nearest neighbours", () -> ask(nearest));
    console.step("Search with a filter", () -> filtered(nearest));
    Hit deleted = hits.get(hits.get(0).anchor() == nearest.anchor() ? 1 : 0);
    String before =
        console.step("Delete the nearest one and search again", () -> delete(nearest, deleted));
    console.step(
        "Search the version before the delete",
        () -> {
          require(
              ask(nearest.withVersion(before)).equals(hits),
              "the version before the delete does not give what it gave then");
        });
    console.step("Branch: write beside the main line", this::branch);
  }

  private String table() {
    return Engine.CATALOG + "." + subject.table();
  }

  private List<List<String>> say(Engine engine, String statement) {
    console.statement(engine, statement);
    return engine.rows(statement);
  }

  private Question question() {
    String condition = subject.start().orElse(Sql.SPARK.name(subject.embedding()) + " IS NOT NULL");
    List<String> selected = new ArrayList<>(List.of("_anchor"));
    selected.addAll(subject.shown());
    List<List<String>> rows =
        say(
            spark,
            "SELECT "
                + Sql.SPARK.names(selected)
                + " FROM "
                + table()
                + "\nWHERE "
                + condition
                + " ORDER BY _anchor LIMIT 1");
    require(!rows.isEmpty(), "no row of " + table() + " has " + condition);
    List<String> row = rows.get(0);
    List<String> values = row.stream().skip(1).map(TextTable::clipped).toList();
    console.line("row " + row.get(0) + ": " + String.join(", ", values));
    return new Question(
        subject.table(),
        Long.parseLong(row.get(0)),
        RESULTS,
        Optional.empty(),
        Optional.empty(),
        subject.shown());
  }

  /** Asks both engines, shows both answers and insists that they are the same. */
  private List<Hit> ask(Question question) {
    long start = System.nanoTime();
    List<Hit> ours = hits(spark, question);
    long between = System.nanoTime();
    List<Hit> theirs = hits(trino, question);
    long end = System.nanoTime();
    SideBySide answers = new SideBySide(question.shown(), ours, theirs);
    console.lines(answers.lines(spark.title(), trino.title()));
    console.line(
        spark.title()
            + " took "
            + Console.seconds(between - start)
            + ", "
            + trino.title()
            + " "
            + Console.seconds(end - between));
    require(answers.agree(), "the engines do not agree; please report this with the lines above");
    return ours;
  }

  private List<Hit> hits(Engine engine, Question question) {
    String statement = question.statement(engine.dialect(), Engine.CATALOG);
    console.statement(engine, statement);
    return engine.hits(statement);
  }

  private void filtered(Question nearest) {
    subject
        .filter()
        .ifPresentOrElse(
            filter -> ask(nearest.withFilter(filter.predicate())),
            () -> console.line("no text column has values that many rows share"));
  }

  private String delete(Question question, Hit hit) {
    String before = version();
    say(spark, "SET spark.sql.dreamdb.delete.actor=quickstart");
    say(spark, "SET spark.sql.dreamdb.delete.reason=shown in the tour");
    say(spark, "DELETE FROM " + table() + " WHERE " + condition(hit));
    List<Hit> left = ask(question);
    require(
        left.stream().noneMatch(found -> found.anchor() == hit.anchor()),
        "the deleted row was found again");
    return before;
  }

  private String version() {
    String statement = "SELECT DISTINCT _manifest FROM " + table();
    List<List<String>> rows = say(spark, statement);
    require(rows.size() == 1, "expected one version, got " + rows);
    console.line("the version before the delete is " + rows.get(0).get(0));
    return rows.get(0).get(0).substring(0, VERSION_PREFIX);
  }

  private String condition(Hit hit) {
    Optional<Subject.Key> key = subject.key();
    int place = key.map(found -> subject.shown().indexOf(found.column())).orElse(-1);
    if (place < 0) {
      return "_anchor = " + hit.anchor();
    }
    String value = hit.shown().get(place);
    Subject.Key found = key.orElseThrow();
    return Sql.SPARK.name(found.column())
        + " = "
        + (found.isText() ? Sql.SPARK.text(value) : value);
  }

  private void branch() {
    say(trino, "CREATE BRANCH " + BRANCH + " IN TABLE " + table());
    say(spark, "DELETE FROM " + table() + ".branch_" + BRANCH + " WHERE " + branchCondition());
    String count = "SELECT count(*) FROM " + table();
    String onBranch = say(trino, count + " FOR VERSION AS OF '" + BRANCH + "'").get(0).get(0);
    String onMain = say(trino, count).get(0).get(0);
    console.line(onBranch + " rows on the branch, " + onMain + " on main");
    require(
        Long.parseLong(onBranch) < Long.parseLong(onMain),
        "the branch has as many rows as main after a delete");
    String inSpark = say(spark, count + " VERSION AS OF '" + BRANCH + "'").get(0).get(0);
    require(inSpark.equals(onBranch), "Spark counts " + inSpark + " rows on the branch");
  }

  /** Rows that are there: the filter's, or else all. */
  private String branchCondition() {
    return subject
        .filter()
        .map(filter -> filter.condition(Sql.SPARK))
        .orElse(Sql.SPARK.name(subject.embedding()) + " IS NOT NULL");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw QuickstartFailure.failed(otherwise);
    }
  }
}
