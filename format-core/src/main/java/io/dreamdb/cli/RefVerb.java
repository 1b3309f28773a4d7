package io.dreamdb.cli;

import io.dreamdb.dataset.CommitResult;
import io.dreamdb.dataset.Dataset;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Makes or deletes a ref. */
abstract class RefVerb extends Verb {

  @Parameters(index = "1", paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "AT",
      description =
          "The version that it names: a branch, a tag, one with ~n, or a version's id or its first"
              + " 8 characters. Default: main.")
  private @Nullable String at;

  @Option(
      names = {"-d", "--delete"},
      description = "Delete it. Its versions stay while others reach them.")
  private boolean delete;

  /** What the verb makes. */
  abstract String what();

  abstract CommitResult create(Dataset table, String refName, String pointer);

  abstract CommitResult delete(Dataset table, String refName);

  @Override
  final int run(Target where, Output out) {
    if (delete && at != null) {
      throw new ParameterException(
          spec().commandLine(), "-d deletes a " + what() + "; it takes no version, but got " + at);
    }
    Dataset table = where.table(options());
    String done = delete ? "deleted" : "created";
    CommitResult result =
        delete ? delete(table, name) : create(table, name, at == null ? "main" : at);
    if (json()) {
      out.json(json -> {
        json.writeStartObject();
        json.writeStringField("type", what());
        json.writeStringField("name", name);
        json.writeStringField("done", done);
        if (!delete) {
          json.writeStringField("version", result.version().toString());
        }
        json.writeEndObject();
      });
    } else {
      out.line(done + " " + what() + " " + name + (delete ? "" : " at " + result.version()));
    }
    return ExitCode.DONE;
  }
}
