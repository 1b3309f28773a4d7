package io.dreamdb.benchmarks;

import io.dreamdb.InvalidInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** DreamDB's index and others on the same vectors, in one run. */
@Command(
    name = "peers",
    description = "Searches vectors of a file with DreamDB, Lucene, JVector and Lance.")
final class PeersBenchmark implements Callable<Integer> {

  private static final int PASSES = 3;

  @Mixin private AnnOptions options = new AnnOptions();

  @Option(names = "--only", split = ",", description = "Some of them, with commas (default: all).")
  private List<String> only = List.of();

  @Override
  public Integer call() throws Exception {
    List<String> names = PeerMain.names();
    if (!names.containsAll(only)) {
      throw new InvalidInput("--only is " + only + "; expected some of " + names);
    }
    AnnData data = options.read();
    Path folder = ScratchWarehouse.newFolder(options.folder());
    try (AnnLines lines = options.lines()) {
      Path truth = folder.resolve("truth.ivecs");
      VectorFile.write(truth, data.truth().lists());
      run(only.isEmpty() ? names : only, options.arguments(truth, folder), data, lines);
    } finally {
      ScratchWarehouse.delete(folder);
    }
    return 0;
  }

  private void run(List<String> names, List<String> arguments, AnnData data, AnnLines lines)
      throws IOException {
    List<PeerProcess> peers = new ArrayList<>();
    try {
      for (String name : names) {
        PeerProcess peer = PeerProcess.start(name, arguments);
        peers.add(peer);
        PeerProcess.Built built = peer.build();
        line(lines, "build", peer, data)
            .with(built.cost())
            .with("index_bytes", built.bytes())
            .print();
        peer.sweep();
        Progress.say("%s is built and compiled", name);
      }
      for (int pass = 0; pass < PASSES; pass++) {
        inTurns(peers);
      }
      for (PeerProcess peer : peers) {
        print(lines, peer, data);
      }
    } finally {
      for (PeerProcess peer : peers) {
        peer.close();
      }
    }
  }

  /** A pass of each setting: the first of each peer, then the second of each, and so on. */
  private static void inTurns(List<PeerProcess> peers) throws IOException {
    int most = peers.stream().mapToInt(peer -> peer.points().size()).max().orElse(0);
    for (int point = 0; point < most; point++) {
      for (PeerProcess peer : peers) {
        if (point < peer.points().size()) {
          peer.pass(point);
        }
      }
    }
  }

  private void print(AnnLines lines, PeerProcess peer, AnnData data) throws IOException {
    for (PeerProcess.Point point : peer.points()) {
      AnnLines.Line line = line(lines, "search", peer, data);
      line.with("nprobe", point.setting().nprobe());
      point.setting().refine().ifPresent(refine -> line.with("refine", refine));
      line.with("recall_at_k", point.recall())
          .with(Pass.median(point.passes()))
          .with("config", point.setting().config())
          .print();
    }
  }

  private AnnLines.Line line(AnnLines lines, String phase, PeerProcess peer, AnnData data) {
    return options
        .describe(lines.line(phase), data)
        .with("n", data.base().rows())
        .with("peer", peer.name());
  }
}
