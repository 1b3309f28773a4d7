package io.dreamdb.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the CPU time of this JVM goes, by samples of its running threads. Time inside the operating
 * system is sampled, too, as long as Java called it ({@code jdk.NativeMethodSample}).
 */
final class Profile implements AutoCloseable {

  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final List<String> EVENTS =
      List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final int SHOWN = 15;

  private final Recording recording = new Recording();

  private Profile() {
    EVENTS.forEach(event -> recording.enable(event).withPeriod(PERIOD));
    recording.start();
  }

  static Profile start() {
    return new Profile();
  }

  /** Stops, and prints the methods that ran most and those of DreamDB that they ran for. */
  void report(Report report, String part) throws IOException {
    recording.stop();
    Path file = Files.createTempFile("dreamdb-profile", ".jfr");
    try {
      recording.dump(file);
      List<RecordedEvent> samples =
          RecordingFile.readAllEvents(file).stream().filter(Profile::isWork).toList();
      report(report, part + ": method that ran", samples, frames -> frames.get(0));
      report(report, part + ": method of DreamDB that it ran for", samples, Profile::own);
    } finally {
      Files.delete(file);
    }
  }

  private static boolean isWork(RecordedEvent event) {
    if (event.getStackTrace() == null || event.getStackTrace().getFrames().isEmpty()) {
      return false;
    }
    var thread = event.getThread("sampledThread");
    return thread != null && "main".equals(thread.getJavaName());
  }

  private static RecordedFrame own(List<RecordedFrame> frames) {
    return frames.stream()
        .filter(frame -> frame.getMethod().getType().getName().startsWith("io.dreamdb."))
        .findFirst()
        .orElse(frames.get(0));
  }

  private static void report(
      Report report,
      String title,
      List<RecordedEvent> samples,
      Function<List<RecordedFrame>, RecordedFrame> choice) {
    Map<String, Integer> counts = new HashMap<>();
    for (RecordedEvent sample : samples) {
      RecordedFrame frame = choice.apply(sample.getStackTrace().getFrames());
      String name = frame.getMethod().getType().getName() + "." + frame.getMethod().getName();
      counts.merge(name, 1, Integer::sum);
    }
    try (Report.Table table = report.table(title)) {
      counts.entrySet().stream()
          .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
          .limit(SHOWN)
          .forEach(entry ->
              table.row(
                  Report.cells(
                      "method",
                      entry.getKey(),
                      "samples",
                      entry.getValue(),
                      "%",
                      100.0 * entry.getValue() / samples.size())));
    }
  }

  @Override
  public void close() {
    recording.close();
  }
}
