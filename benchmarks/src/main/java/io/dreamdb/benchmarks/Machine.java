package io.dreamdb.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a figure depends on.
 *
 * @param cpu model, as the operating system names it
 * @param cores that this JVM may use
 * @param memoryBytes of the machine
 * @param system operating system and architecture
 * @param jdk vendor and version
 * @param flags of this JVM
 * @param load average of the last minute; negative where unknown
 * @param versions of DreamDB and of what it is measured beside
 */
record Machine(
    String cpu,
    int cores,
    long memoryBytes,
    String system,
    String jdk,
    String flags,
    double load,
    Map<String, String> versions) {

  private static final Path LINUX_CPUS = Path.of("/proc/cpuinfo");

  /** This machine, now. */
  static Machine here() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    return new Machine(
        cpuModel(),
        system.getAvailableProcessors(),
        system.getTotalMemorySize(),
        system.getName() + " " + system.getVersion() + " " + system.getArch(),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()),
        system.getSystemLoadAverage(),
        readVersions());
  }

  private static String cpuModel() {
    if (!Files.isReadable(LINUX_CPUS)) {
      return "unknown";
    }
    try (Stream<String> lines = Files.lines(LINUX_CPUS)) {
      Map<String, String> first = new TreeMap<>();
      lines
          .map(line -> line.split(":", 2))
          .filter(parts -> parts.length == 2)
          .forEach(parts -> first.putIfAbsent(parts[0].strip(), parts[1].strip()));
      return String.format(
          Locale.ROOT,
          "%s (family %s model %s)",
          first.getOrDefault("model name", "unknown"),
          first.getOrDefault("cpu family", "?"),
          first.getOrDefault("model", "?"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> readVersions() {
    Properties properties = new Properties();
    try (InputStream in = Machine.class.getResourceAsStream("versions.properties")) {
      if (in == null) {
        throw new IllegalStateException("versions.properties is not on the class path");
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> versions = new TreeMap<>();
    properties.forEach((name, version) -> versions.put((String) name, (String) version));
    return versions;
  }
}
