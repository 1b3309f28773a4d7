package io.dreamdb.benchmarks;

import io.dreamdb.dataset.SearchRequest;
import io.dreamdb.dataset.Snapshot;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.DistanceKernel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** DreamDB's own index among the others. */
public final class DreamPeer implements Peer {

  private static final List<Integer> PROBES =
      List.of(2, 4, 8, 12, 16, 20, 24, 32, 48, 64, 96, 128, 192, 256);
  private static final List<Integer> CANDIDATES_PER_ROW = List.of(2, 3, 4, 6, 10);

  private final Map<Setting, List<SearchRequest>> requests = new HashMap<>();
  private @Nullable PeerData data;
  private @Nullable ScratchWarehouse warehouse;
  private @Nullable AnnTable table;
  private @Nullable Snapshot snapshot;
  private int cells;

  @Override
  public String name() {
    return "dreamdb";
  }

  @Override
  public void load(PeerData given, Path folder) throws Exception {
    Blake3.warmUp();
    DistanceKernel.awaitCompiled(Duration.ofSeconds(60));
    data = given;
    ScratchWarehouse scratch = ScratchWarehouse.in(folder);
    warehouse = scratch;
    AnnTable made = AnnTable.in(scratch, given.base().dimension(), given.metric());
    made.append(given.base(), 0, given.base().rows());
    made.readNumbers();
    table = made;
  }

  @Override
  public long build() throws Exception {
    PeerData known = known(data);
    long before = known(warehouse).bytes();
    cells = AnnIndex.rebuild(known(table).dataset(), known.cells(), known.seed());
    snapshot = known(table).dataset().snapshot();
    return known(warehouse).bytes() - before;
  }

  @Override
  public List<Setting> settings() {
    PeerData known = known(data);
    List<SearchRequest> plain = AnnTable.requests(known.queries(), known.k());
    List<Setting> settings = new ArrayList<>();
    for (int nprobe : PROBES) {
      for (int times : CANDIDATES_PER_ROW) {
        int refine = times * known.k();
        Setting setting = new Setting("ivf, " + cells + " cells", nprobe, OptionalInt.of(refine));
        SearchSetting probes = new SearchSetting.Probes(nprobe, refine);
        requests.put(setting, AnnIndex.with(plain, probes));
        settings.add(setting);
      }
    }
    return settings;
  }

  @Override
  public int[] search(Setting setting, int query) {
    return known(table).numbers(known(snapshot).search(known(requests.get(setting)).get(query)));
  }

  private static <T> T known(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("not built");
    }
    return value;
  }

  @Override
  public void close() throws Exception {
    if (warehouse != null) {
      warehouse.close();
    }
  }
}
