package io.dreamdb.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The verb {@code quickstart}. Exit codes: 0 done, 1 failed, 2 the input cannot be used. */
@Command(
    name = "./dreamdb quickstart",
    description =
        "Makes a warehouse, loads a corpus with Spark and searches it in Spark and in Trino. The"
            + " corpus is the API of this JDK, or a Parquet file of yours.",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true)
public final class Main implements Callable<Integer> {

  private final Path root;
  private final PrintStream out;

  @Option(names = "--parquet", paramLabel = "FILE", description = "a file with your own rows")
  private @Nullable Path parquet;

  @Option(
      names = "--embedding",
      paramLabel = "COLUMN",
      description = "its column with the vectors, a list of floats of one length")
  private @Nullable String embedding;

  @Option(
      names = "--warehouse",
      paramLabel = "FOLDER",
      description = "where the tables go, absent or empty; default .dreamdb/quickstart")
  private @Nullable Path warehouse;

  Main(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /** Runs the verb and ends the process with its exit code. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    Path root = Path.of(System.getProperty("dreamdb.root", ".")).toAbsolutePath().normalize();
    System.exit(run(new Main(root, out), arguments, err));
  }

  /** Runs the verb, whose name is the first argument. */
  static int run(Main main, String[] arguments, PrintStream err) {
    CommandLine command = new CommandLine(main).setOut(printer(main.out)).setErr(printer(err));
    command.setExecutionExceptionHandler((failure, _, _) -> {
      if (failure instanceof QuickstartFailure known) {
        err.println("dreamdb: " + known.getMessage());
        return known.exitCode();
      }
      throw failure;
    });
    return command.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static java.io.PrintWriter printer(PrintStream stream) {
    return new java.io.PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  @Override
  public Integer call() {
    Source source = source();
    Path folder = warehouse();
    Path scratch = scratch();
    Quickstart quickstart = new Quickstart(root, folder, scratch, source, out);
    try {
      quickstart.run();
    } finally {
      remove(scratch);
    }
    return 0;
  }

  private Source source() {
    Path file = parquet;
    String column = embedding;
    if (file == null && column == null) {
      return new JdkApi();
    }
    if (file == null || column == null) {
      throw QuickstartFailure.wrongInput("give --parquet FILE and --embedding COLUMN, both");
    }
    if (!Files.isRegularFile(file)) {
      throw QuickstartFailure.wrongInput(
          "--parquet " + file + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
    return new ParquetFile(file.toAbsolutePath().normalize(), column);
  }

  private Path warehouse() {
    Path given = warehouse;
    Path folder =
        given == null ? root.resolve(".dreamdb/quickstart") : given.toAbsolutePath().normalize();
    try {
      if (Files.exists(folder) && !Files.isDirectory(folder)) {
        throw QuickstartFailure.wrongInput("--warehouse " + folder + " is not a folder");
      }
      Files.createDirectories(folder);
      try (Stream<Path> content = Files.list(folder)) {
        if (content.findAny().isPresent()) {
          throw QuickstartFailure.wrongInput(
              "the warehouse folder "
                  + folder
                  + " is not empty. Remove it, or name another by --warehouse FOLDER.");
        }
      }
      return folder;
    } catch (IOException e) {
      throw QuickstartFailure.wrongInput("--warehouse " + folder + " cannot be made: " + e);
    }
  }

  private static Path scratch() {
    try {
      return Files.createTempDirectory("dreamdb-quickstart");
    } catch (IOException e) {
      throw QuickstartFailure.failed("no folder for temporary files: " + e, e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> content = Files.walk(folder)) {
      List<Path> deepestFirst = content.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
