package io.dreamdb.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs a main class of this program in a JVM of its own, with this one's flags and more. */
final class ChildJvm {

  private ChildJvm() {}

  /**
   * Runs to the end.
   *
   * @return the lines of its standard output; its errors go to ours
   * @throws IllegalStateException if it ended by another code than 0
   */
  static List<String> run(Class<?> main, List<String> flags, List<String> arguments)
      throws IOException, InterruptedException {
    Process child = start(main, flags, arguments);
    List<String> lines;
    try (var output = child.inputReader(StandardCharsets.UTF_8)) {
      lines = output.lines().toList();
    }
    int code = child.waitFor();
    if (code != 0) {
      throw new IllegalStateException(
          main.getSimpleName()
              + " ended by code "
              + code
              + "; it ran as "
              + child.info().commandLine().orElse("a JVM")
              + " with "
              + flags
              + arguments);
    }
    return lines;
  }

  /** Begins to run; its errors go to ours. */
  static Process start(Class<?> main, List<String> flags, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
