package io.dreamdb.quickstart;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** All steps, from nothing to a warehouse that was searched, and what to do next. */
final class Quickstart {

  private static final int STEPS_BEFORE_TOUR = 5;

  private final Path root;
  private final Path warehouse;
  private final Path scratch;
  private final Source source;
  private final PrintStream out;

  Quickstart(Path root, Path warehouse, Path scratch, Source source, PrintStream out) {
    this.root = root;
    this.warehouse = warehouse;
    this.scratch = scratch;
    this.source = source;
    this.out = out;
  }

  /**
   * Runs the steps. The Trino server goes on running after the last; a failure stops it.
   *
   * @throws QuickstartFailure with the reason of the step that failed
   */
  void run() {
    Console console = new Console(out, STEPS_BEFORE_TOUR + Tour.STEPS);
    TrinoSide.Starting server =
        console.step(
            "Begin to start a Trino server",
            () -> TrinoSide.start(root.resolve("dreamdb"), warehouse, scratch));
    try {
      use(server, console);
    } catch (RuntimeException failure) {
      stop(server, failure);
      throw failure;
    }
  }

  private void use(TrinoSide.Starting server, Console console) {
    try (SparkSide spark = console.step("Start Spark", () -> SparkSide.start(warehouse, scratch))) {
      Subject subject = console.step(source.title(), () -> source.read(spark, console));
      console.step(
          "Make a table and write the rows with Spark", () -> load(subject, spark, console));
      try (TrinoSide trino = console.step("Wait for Trino", () -> ready(server, console))) {
        new Tour(subject, spark, trino, console).take();
        console.ending(ending(subject, trino, console));
      }
    }
  }

  private static void stop(TrinoSide.Starting server, RuntimeException failure) {
    try {
      server.abandon();
    } catch (QuickstartFailure another) {
      failure.addSuppressed(another);
    }
  }

  private static TrinoSide ready(TrinoSide.Starting server, Console console) {
    TrinoSide trino = server.await();
    console.line("it answers at " + trino.server());
    return trino;
  }

  private static void load(Subject subject, SparkSide spark, Console console) {
    for (String statement :
        List.of(
            "CREATE NAMESPACE " + Engine.CATALOG + "." + subject.schema(),
            subject.creation(),
            subject.insertion())) {
      console.statement(spark, statement);
      spark.rows(statement);
    }
    String rows =
        spark.rows("SELECT count(*) FROM " + Engine.CATALOG + "." + subject.table()).get(0).get(0);
    console.line(rows + " rows");
  }

  private List<String> ending(Subject subject, TrinoSide trino, Console console) {
    String table = Engine.CATALOG + "." + subject.table();
    return List.of(
        "Done in " + console.sinceStart() + ". The warehouse is " + warehouse,
        "It has one table, " + table + ", with the branches main and trial. A Trino server with",
        "the warehouse as catalog '"
            + Engine.CATALOG
            + "' goes on running at "
            + trino.server()
            + ".",
        "",
        "To go on:",
        "  ./dreamdb sql \"" + look(subject, table).replace("\"", "\\\"") + "\"",
        "  ./dreamdb history '" + warehouse + "#" + subject.table() + "'",
        "  ./dreamdb trino stop");
  }

  private static String look(Subject subject, String table) {
    return subject.shown().isEmpty()
        ? "SELECT count(*) FROM " + table
        : "SELECT " + Sql.TRINO.names(subject.shown()) + " FROM " + table + " LIMIT 5";
  }
}
