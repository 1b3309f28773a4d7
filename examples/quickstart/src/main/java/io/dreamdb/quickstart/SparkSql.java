package io.dreamdb.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The verb {@code spark-sql}: statements in a Spark session of this process. Exit codes: 0 done, 1
 * a statement failed, 2 the input cannot be used.
 */
@Command(
    name = "./dreamdb spark-sql",
    description =
        "Runs SQL statements in Spark, with the warehouse as catalog 'lake'. Without statements it"
            + " reads them from the standard input, each ended by a semicolon at the end of a line.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class SparkSql implements Callable<Integer> {

  private static final int MOST_ROWS = 1_000;

  private final Path root;

  @Option(
      names = "--warehouse",
      paramLabel = "FOLDER",
      description = "of the tables; default .dreamdb/warehouse")
  private @Nullable Path warehouse;

  @Parameters(paramLabel = "STATEMENT", arity = "0..*", description = "run one after another")
  private List<String> statements = new ArrayList<>();

  SparkSql(Path root) {
    this.root = root;
  }

  /** Runs the verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Path root = Path.of(System.getProperty("dreamdb.root", ".")).toAbsolutePath().normalize();
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    CommandLine command =
        new CommandLine(new SparkSql(root))
            .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    command.setExecutionExceptionHandler((failure, line, parsed) -> {
      if (failure instanceof QuickstartFailure known) {
        err.println("dreamdb: " + known.getMessage());
        return known.exitCode();
      }
      throw failure;
    });
    System.exit(command.execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  @Override
  public Integer call() throws IOException {
    Path given = warehouse;
    Path folder = given == null ? root.resolve(".dreamdb/warehouse") : given.toAbsolutePath();
    Path scratch = Files.createTempDirectory("dreamdb-spark");
    try (SparkSide spark = SparkSide.start(folder.normalize(), scratch)) {
      if (statements.isEmpty()) {
        readAndRun(spark);
      } else {
        statements.forEach(statement -> run(spark, statement));
      }
    }
    return 0;
  }

  private static void readAndRun(SparkSide spark) throws IOException {
    StringBuilder statement = new StringBuilder();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        statement.append(line).append('\n');
        if (line.stripTrailing().endsWith(";")) {
          run(spark, statement.toString());
          statement.setLength(0);
        }
      }
    }
    if (!statement.toString().isBlank()) {
      run(spark, statement.toString());
    }
  }

  private static void run(SparkSide spark, String statement) {
    String text = statement.strip();
    try {
      Dataset<Row> rows =
          spark.session().sql(text.endsWith(";") ? text.substring(0, text.length() - 1) : text);
      if (rows.columns().length > 0) {
        rows.show(MOST_ROWS, false);
      }
    } catch (Exception e) { // Scala code throws checked ones that it does not declare.
      throw QuickstartFailure.failed(String.valueOf(e.getMessage()), e);
    }
  }
}
