package io.dreamdb.benchmarks.engines;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks of the verb {@code bench} that need an engine. */
@Command(
    name = "./dreamdb bench",
    description = "Measures DreamDB inside Spark and Trino on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    subcommands = {SparkBenchmark.class, TrinoBenchmark.class})
public final class Main {

  private Main() {}

  /** Runs the benchmark that the arguments name, behind the verb. */
  public static void main(String[] arguments) {
    String[] own = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    // Engines leave threads behind.
    System.exit(new CommandLine(new Main()).execute(own));
  }
}
