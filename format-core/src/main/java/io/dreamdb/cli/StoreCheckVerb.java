package io.dreamdb.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.dreamdb.store.Capability;
import io.dreamdb.store.ObjectStore;
import io.dreamdb.store.ObjectStores;
import io.dreamdb.store.StoreProbe;
import io.dreamdb.store.StoreProbe.Finding;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Probes an object store. */
@Command(
    name = "store-check",
    synopsisHeading = "Usage: ",
    descriptionHeading = "%n",
    parameterListHeading = "%n",
    optionListHeading = "%n",
    sortOptions = false,
    description = {
      "Probes whether an object store keeps what tables rely on, above all that of many writers at"
          + " once one wins.",
      "It writes below a folder of its own at the location and deletes what it wrote. Exit code: 0 if"
          + " no check failed, 1 if one did, 4 if the store did not answer.",
      "A probe can show that a store fails. It cannot prove that one is safe."
    })
final class StoreCheckVerb implements Callable<Integer> {

  static final String NO_PROOF =
      "A probe can show that a store fails. It cannot prove that one is safe.";

  @Parameters(
      index = "0",
      paramLabel = "URI",
      description = "Where to probe: a folder or URI, such as s3://bucket/folder.")
  private String location = "";

  @Option(
      names = {"-o", "--option"},
      paramLabel = "KEY=VALUE",
      description = "An option of the object store, such as s3.endpoint=https://…; any number.")
  private Map<String, String> storeOptions = new TreeMap<>();

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "How many writers race: ${DEFAULT-VALUE}.")
  private int threads = 32;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often each race is run: ${DEFAULT-VALUE}.")
  private int rounds = 10;

  @Option(names = "--json", description = "Write JSON instead of text.")
  private boolean json;

  /** picocli puts the verb's own here. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Output out = new Output(spec.commandLine().getOut());
    RandomGenerator random = ((Main) spec.root().userObject()).entropy().random();
    String folder =
        location.replaceAll("/+$", "")
            + "/store-check-"
            + Long.toUnsignedString(random.nextLong(), 36);
    try (ObjectStore store = ObjectStores.open(folder, storeOptions)) {
      StoreProbe probe = new StoreProbe(store, threads, rounds, random.nextLong());
      if (!json) {
        out.line("probing " + store.location());
      }
      List<Finding> findings = probe.run(finding -> show(out, finding));
      boolean failed = findings.stream().anyMatch(finding -> !finding.passed());
      boolean shared = store.capabilities().contains(Capability.COMPARE_AND_SET);
      if (json) {
        out.json(generator -> write(generator, store, findings, failed));
      } else {
        out.line(verdict(failed, shared));
        out.line(NO_PROOF);
      }
      return failed ? ExitCode.REFUSED : ExitCode.DONE;
    }
  }

  private void show(Output out, Finding finding) {
    if (!json) {
      out.line(
          String.format(
              Locale.ROOT,
              "%-6s %-34s %s",
              finding.passed() ? "ok" : "FAILED",
              finding.check(),
              finding.detail()));
    }
  }

  private String verdict(boolean failed, boolean shared) {
    if (failed) {
      return "The store does not keep what tables rely on: do not let more than one writer use it.";
    }
    return shared
        ? "No check failed with " + threads + " threads in " + rounds + " rounds."
        : "No check failed, but the store itself promises no compare-and-swap.";
  }

  private void write(
      JsonGenerator generator, ObjectStore store, List<Finding> findings, boolean failed)
      throws IOException {
    generator.writeStartObject();
    generator.writeStringField("location", store.location());
    generator.writeNumberField("threads", threads);
    generator.writeNumberField("rounds", rounds);
    generator.writeBooleanField("failed", failed);
    generator.writeStringField("note", NO_PROOF);
    generator.writeArrayFieldStart("checks");
    for (Finding finding : findings) {
      generator.writeStartObject();
      generator.writeStringField("check", finding.check());
      generator.writeBooleanField("passed", finding.passed());
      generator.writeStringField("detail", finding.detail());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
