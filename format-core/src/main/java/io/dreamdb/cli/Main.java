package io.dreamdb.cli;

import io.dreamdb.DreamException;
import io.dreamdb.object.Entropy;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: {@link ExitCode}. */
@Command(
    name = "dreamdb",
    description =
        "Looks at DreamDB tables, checks them and their stores, moves and merges their branches,"
            + " changes their columns, makes their indexes, compacts them, and frees what old"
            + " versions take.",
    subcommands = {
      InspectVerb.class,
      HistoryVerb.class,
      RefsVerb.class,
      BranchVerb.class,
      TagVerb.class,
      RenameBranchVerb.class,
      MergeVerb.class,
      FastForwardVerb.class,
      CherryPickVerb.class,
      RevertVerb.class,
      RollbackVerb.class,
      VerifyVerb.class,
      SchemaUpdateVerb.class,
      RebuildIvfVerb.class,
      RefreshIndexVerb.class,
      PublishRabitqVerb.class,
      CompactIndexVerb.class,
      EvaluateIndexVerb.class,
      CompactVerb.class,
      MaterializeTombstonesVerb.class,
      AttachEmbeddingVerb.class,
      ExpireManifestsVerb.class,
      CollectGarbageVerb.class,
      ErasureReportVerb.class,
      CloneVerb.class,
      ExportBundleVerb.class,
      ImportBundleVerb.class,
      StoreCheckVerb.class
    })
public final class Main implements Runnable {

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  /** picocli puts this command's own here. */
  @Spec private CommandSpec spec = CommandSpec.create();

  /** Held, so that its level stays. */
  private static final Logger LOG = Logger.getLogger("io.dreamdb");

  private final Entropy entropy;

  private Main(Entropy entropy) {
    this.entropy = entropy;
  }

  /** Runs a verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    // Which kernel runs concerns whoever tunes a service, not who looks at a table.
    LOG.setLevel(Level.SEVERE);
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(Entropy.system(), out, err, arguments);
    out.flush();
    System.exit(code);
  }

  /** Runs a verb; what it prints goes to the two writers. */
  static int run(Entropy entropy, PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine command = new CommandLine(new Main(entropy));
    command.setOut(out);
    command.setErr(err);
    command.setUsageHelpWidth(100);
    // Changes of columns are options, each as often as wanted.
    command.getSubcommands().values().stream()
        .filter(verb -> verb.getCommand() instanceof SchemaUpdateVerb)
        .forEach(verb -> verb.setOverwrittenOptionsAllowed(true));
    command.setExecutionExceptionHandler(Main::failed);
    command.setParameterExceptionHandler(Main::misused);
    int code = command.execute(arguments);
    out.flush();
    err.flush();
    return code;
  }

  /** Where nonces and times come from. */
  Entropy entropy() {
    return entropy;
  }

  /** No verb was named. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a verb");
  }

  private static int misused(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("dreamdb: " + failure.getMessage());
    UnmatchedArgumentException.printSuggestions(failure, err);
    err.println("Try `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return ExitCode.USAGE;
  }

  private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
      throws Exception {
    if (!(failure instanceof DreamException known)) {
      throw failure;
    }
    command.getErr().println("dreamdb: " + known.getMessage());
    return command.getCommand() instanceof VerifyVerb ? ExitCode.USAGE : ExitCode.of(known);
  }
}
