package io.dreamdb.cli;

import io.dreamdb.dataset.DatasetOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What all verbs share: a target, and text or JSON as output. */
@Command(
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false)
abstract class Verb implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "TARGET",
      description =
          "The folder or URI of a table, or <warehouse>#<schema>.<table>; inspect and verify also"
              + " take that of a warehouse.")
  private String target = "";

  @Option(
      names = {"-o", "--option"},
      paramLabel = "KEY=VALUE",
      description = "An option of the object store, such as s3.endpoint=https://…; any number.")
  private Map<String, String> storeOptions = new TreeMap<>();

  @Option(names = "--json", description = "Write JSON instead of text.")
  private boolean json;

  /** picocli puts the verb's own here. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final Integer call() {
    return run(new Target(target, storeOptions), new Output(spec.commandLine().getOut()));
  }

  /** Runs the verb; returns an {@link ExitCode}. */
  abstract int run(Target where, Output out);

  final boolean json() {
    return json;
  }

  final CommandSpec spec() {
    return spec;
  }

  final DatasetOptions options() {
    return DatasetOptions.DEFAULT.withEntropy(((Main) spec.root().userObject()).entropy());
  }
}
