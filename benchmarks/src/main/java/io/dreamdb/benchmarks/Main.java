package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verb {@code bench}: a new benchmark is a class with its own options, listed here. */
@Command(
    name = "./dreamdb bench",
    description = "Measures DreamDB on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    footer = {
      "",
      "Inside the engines, beside what they bring themselves:",
      "  spark    append and scan in Spark, beside its own Parquet tables",
      "  trino    scan in Trino beside Iceberg, search beside SELECT 1"
    },
    subcommands = {
      HashBenchmark.class,
      KernelBenchmark.class,
      SearchBenchmark.class,
      AppendBenchmark.class,
      LifecycleBenchmark.class,
      ScanBenchmark.class,
      AnnBenchmark.class,
      PeersBenchmark.class,
      GenerateBenchmark.class
    })
public final class Main {

  private Main() {}

  /** Runs the benchmark that the arguments name, behind the verb. */
  public static void main(String[] arguments) {
    String[] own = Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
    System.exit(run(own));
  }

  /**
   * Runs the benchmark that the arguments name.
   *
   * @return the exit code
   */
  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((failure, command, parsed) -> report(failure))
        .execute(arguments);
  }

  /** What the caller can change needs no stack trace. */
  private static int report(Exception failure) throws Exception {
    if (failure instanceof InvalidInput) {
      System.err.println("bench: " + failure.getMessage());
      return CommandLine.ExitCode.USAGE;
    }
    throw failure;
  }
}
