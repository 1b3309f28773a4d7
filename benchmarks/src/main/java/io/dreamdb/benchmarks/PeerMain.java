package io.dreamdb.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import picocli.CommandLine;

/**
 * The JVM of one peer. It does what {@link PeerProcess} asks for, a line each, and answers by a
 * line that begins with {@link #ANSWER}; other lines are the peer's own talk.
 */
final class PeerMain {

  static final String ANSWER = "@peer ";

  private static final double NEARLY_ALL = 0.9995;
  private static final int WARM_ROUNDS = 3;
  private static final int WARM_QUERIES = 50;

  private final Peer peer;
  private final AnnOptions options;
  private final AnnData data;
  private final Truth truth;
  private final List<Peer.Setting> settings = new ArrayList<>();

  private PeerMain(Peer peer, AnnOptions options) throws Exception {
    this.peer = peer;
    this.options = options;
    this.data = options.read();
    this.truth = data.givenTruth();
  }

  /** Arguments: the peer's name, then those of {@code bench peers}, with a truth and a folder. */
  public static void main(String[] arguments) throws Exception {
    AnnOptions options =
        CommandLine.populateCommand(
            new AnnOptions(), Arrays.copyOfRange(arguments, 1, arguments.length));
    try (Peer peer = named(arguments[0]);
        var commands =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      PeerMain main = new PeerMain(peer, options);
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        System.out.println(ANSWER + main.run(line.split(" ")));
      }
    }
    System.exit(0); // whatever threads a peer left
  }

  static List<String> names() {
    return ServiceLoader.load(Peer.class).stream().map(peer -> peer.get().name()).toList();
  }

  private static Peer named(String name) {
    return ServiceLoader.load(Peer.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(peer -> peer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String run(String[] command) throws Exception {
    return switch (command[0]) {
      case "build" -> build();
      case "sweep" -> sweep();
      case "pass" -> pass(settings.get(Integer.parseInt(command[1])));
      default -> throw new IllegalArgumentException(String.join(" ", command));
    };
  }

  private String build() throws Exception {
    Path folder = Files.createDirectories(options.folderOrTemporary().resolve(peer.name()));
    PeerData given =
        new PeerData(
            data.metric(), data.base(), data.queries(), data.k(), options.cells(), options.seed());
    peer.load(given, folder);
    long[] bytes = {0};
    Cost cost = Cost.of(() -> bytes[0] = peer.build());
    return cost.cpuNanos() + " " + cost.wallNanos() + " " + bytes[0];
  }

  /** Finds what each setting finds, and compiles it: nprobe, refine or -, recall, config; ... */
  private String sweep() {
    Set<String> done = new HashSet<>();
    List<String> found = new ArrayList<>();
    for (Peer.Setting setting : peer.settings()) {
      if (done.contains(setting.config())) {
        continue;
      }
      double recall = recall(setting);
      settings.add(setting);
      String refine = setting.refine().isPresent() ? "" + setting.refine().getAsInt() : "-";
      found.add(String.join(",", "" + setting.nprobe(), refine, "" + recall, setting.config()));
      if (recall >= NEARLY_ALL) {
        done.add(setting.config());
      }
    }
    int some = Math.min(WARM_QUERIES, data.queries().rows());
    for (int round = 0; round < WARM_ROUNDS; round++) {
      settings.forEach(setting -> Pass.run(some, 1, query -> peer.search(setting, query), 0));
    }
    return String.join(";", found);
  }

  private double recall(Peer.Setting setting) {
    int[][] found = new int[data.queries().rows()][];
    Arrays.setAll(found, query -> peer.search(setting, query));
    return truth.recall(found);
  }

  private String pass(Peer.Setting setting) {
    Pass pass =
        Pass.run(
            data.queries().rows(),
            options.threads(),
            query -> peer.search(setting, query),
            options.passNanos());
    return pass.queries() + " " + pass.cpuNanos() + " " + pass.p50Nanos() + " " + pass.p99Nanos();
  }
}
