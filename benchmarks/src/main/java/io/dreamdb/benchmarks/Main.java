package io.dreamdb.benchmarks;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verb {@code bench}: a new benchmark is a class with its own options, listed here. */
@Command(
    name = "./dreamdb bench",
    description = "Measures DreamDB on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "NAME",
    subcommands = {
      HashBenchmark.class,
      KernelBenchmark.class,
      SearchBenchmark.class,
      AppendBenchmark.class,
      ScanBenchmark.class
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
    return new CommandLine(new Main()).execute(arguments);
  }
}
