package io.dreamdb.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A peer in a JVM of its own, which works when it is asked to and waits in between. */
final class PeerProcess implements AutoCloseable {

  private static final int SECONDS_TO_END = 10;

  private final String name;
  private final Process process;
  private final Writer commands;
  private final BufferedReader answers;
  private final List<Point> points = new ArrayList<>();

  private PeerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param arguments those of {@code bench peers}
   */
  static PeerProcess start(String name, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(name));
    all.addAll(arguments);
    return new PeerProcess(name, ChildJvm.start(PeerMain.class, List.of(), all));
  }

  /**
   * What it took to build.
   *
   * @param bytes of the index
   */
  record Built(Cost cost, long bytes) {}

  /** What a setting finds, and how long its passes took. */
  record Point(Peer.Setting setting, double recall, List<Pass> passes) {}

  String name() {
    return name;
  }

  List<Point> points() {
    return points;
  }

  Built build() throws IOException {
    String[] answer = ask("build").split(" ");
    return new Built(
        new Cost(Long.parseLong(answer[0]), Long.parseLong(answer[1])), Long.parseLong(answer[2]));
  }

  /** Learns what its settings find, and lets it compile. */
  void sweep() throws IOException {
    for (String point : ask("sweep").split(";")) {
      String[] parts = point.split(",", 4);
      OptionalInt refine =
          parts[1].equals("-") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(parts[1]));
      points.add(
          new Point(
              new Peer.Setting(parts[3], Integer.parseInt(parts[0]), refine),
              Double.parseDouble(parts[2]),
              new ArrayList<>()));
    }
  }

  void pass(int point) throws IOException {
    String[] answer = ask("pass " + point).split(" ");
    points
        .get(point)
        .passes()
        .add(
            new Pass(
                Long.parseLong(answer[0]),
                Long.parseLong(answer[1]),
                Long.parseLong(answer[2]),
                Long.parseLong(answer[3])));
  }

  private String ask(String command) throws IOException {
    commands.append(command).append('\n').flush();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(PeerMain.ANSWER)) {
        return line.substring(PeerMain.ANSWER.length());
      }
      Progress.say("%s: %s", name, line);
    }
    throw new IOException(name + " ended; its last words stand above");
  }

  @Override
  public void close() throws IOException {
    commands.close();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroy();
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
