package io.dreamdb.store.s3;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Runs a main class in a JVM with another class path or other settings. */
final class OtherJvm {

  private OtherJvm() {}

  /**
   * What it prints, behind its exit code and a space.
   *
   * @param onClassPath which of this JVM's jars, by their file names, it has
   * @param first what its class path begins with
   */
  static String run(
      Predicate<String> onClassPath, List<Path> first, List<String> settings, Class<?> main)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> onClassPath.test(Path.of(entry).getFileName().toString()))
            .collect(Collectors.joining(File.pathSeparator));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings);
    String before =
        first.stream().map(path -> path + File.pathSeparator).collect(Collectors.joining());
    command.addAll(List.of("-cp", before + classPath, main.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }
}
