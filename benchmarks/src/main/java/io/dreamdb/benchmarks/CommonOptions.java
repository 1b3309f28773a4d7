package io.dreamdb.benchmarks;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every benchmark. */
public final class CommonOptions {

  @Option(names = "--json", description = "Print a JSON object a line instead of tables.")
  private boolean json;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Seed of all random data (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--profile",
      description = "Also print where the CPU time goes, as Java Flight Recorder samples it.")
  private boolean profile;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec command;

  /** Of all random data. */
  public long seed() {
    return seed;
  }

  /** Begins the report by the machine and the command. */
  public Report report() {
    Report report = new Report(command.name(), json, System.out);
    List<String> arguments = command.root().commandLine().getParseResult().originalArgs();
    report.machine(Machine.here(), "./dreamdb bench " + String.join(" ", arguments));
    report.line("seed", seed);
    return report;
  }

  /** Runs a part of the benchmark, with a profile if one was asked for. */
  public void profiled(Report report, String part, ProfiledWork work) throws Exception {
    if (!profile) {
      work.run();
      return;
    }
    try (Profile samples = Profile.start()) {
      work.run();
      samples.report(report, part);
    }
  }

  /** Work that may be profiled. */
  public interface ProfiledWork {
    void run() throws Exception;
  }
}
