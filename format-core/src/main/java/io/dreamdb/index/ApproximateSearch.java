package io.dreamdb.index;

import io.dreamdb.LimitExceeded;
import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.QueryPlanes;
import io.dreamdb.kernel.Smallest;
import io.dreamdb.kernel.TopK;
import java.util.Arrays;

/**
 * Searches an index for one query after another: probes cells, estimates all their entries, and has
 * the rows with the smallest estimates compared by their vectors ({@code index.md}, section 7). The
 * result depends on index, rows and request alone. For one thread at a time.
 */
final class ApproximateSearch {

  /** So many estimates at once are the limit of one search: 1 GiB. */
  private static final int MAX_PLACES = 1 << 28;

  /** A search that needed more room than this is not kept for the next query. */
  private static final int MAX_KEPT_PLACES = 1 << 20;

  /** Bits of the query: three lose little below a recall of 0.995 and cost a quarter less. */
  static final int QUERY_BITS = 3;

  private final OpenIndex index;
  private final CellRanking ranking = new CellRanking();

  private IndexQuery query;
  private QueryPlanes planes;
  private SearchCost cost = new SearchCost();
  private int probed;

  // Of each segment that was estimated, in order: itself, and where its estimates begin.
  private CellSegment[] segments = new CellSegment[64];
  private int[] starts = new int[64];
  private int segmentCount;

  private float[] estimates = new float[1024];
  private int places;
  private int entries;

  private int[] chosen = new int[1024];
  private long[] keys = new long[256];
  private long[] anchors = new long[256];
  private long[] placed = new long[256];
  private float[] distances = new float[256];
  private final AnchorSet seen = new AnchorSet();

  /** A search whose first query this will be. */
  ApproximateSearch(OpenIndex index, IndexQuery query) {
    this.index = index;
    this.query = query;
    this.planes = query.planes(QUERY_BITS);
  }

  /**
   * Offers the candidates of a query.
   *
   * @param k how many rows are wanted: as long as fewer are live, more cells are probed
   * @param probes cells to begin with
   * @param candidates rows to compare by their vectors, at least {@code k}
   */
  SearchCost run(
      IndexQuery query, int k, Probes probes, int candidates, CandidateRows rows, TopK nearest) {
    begin(query, probes);
    estimateAll();
    return finish(k, candidates, rows, nearest);
  }

  /** Begins a query: ranks the cells that are to be estimated. */
  void begin(IndexQuery newQuery, Probes probes) {
    query = newQuery;
    planes = newQuery.planes(QUERY_BITS);
    cost = new SearchCost();
    probe(probes);
  }

  /** Whether it holds little enough to wait for another query. */
  boolean isReusable() {
    return estimates.length <= MAX_KEPT_PLACES;
  }

  /** What the query took so far. */
  SearchCost cost() {
    return cost;
  }

  /** The cells of the query, nearest first. */
  CellRanking ranking() {
    return ranking;
  }

  /**
   * Ends a query of which every ranked cell was estimated: offers the candidates, from more cells
   * where these have fewer than {@code k} that are live.
   */
  SearchCost finish(int k, int candidates, CandidateRows rows, TopK nearest) {
    int cells = index.centroids().cells();
    int kept = collect(candidates, rows);
    while (kept < k && probed < cells) {
      probe(Probes.of((int) Math.min(cells, 2L * probed)));
      estimateAll();
      kept = collect(candidates, rows);
    }
    rows.distances(kept, distances);
    for (int i = 0; i < kept; i++) {
      nearest.offer(distances[i], anchors[i]);
    }
    cost.rows += kept;
    return cost;
  }

  /** The first candidates of a query in the order of their estimates, from that many cells. */
  Proposals propose(IndexQuery newQuery, int probes, int candidates, CandidateRows rows) {
    begin(newQuery, Probes.of(probes));
    estimateAll();
    int kept = collect(candidates, rows);
    return new Proposals(Arrays.copyOf(anchors, kept), cost);
  }

  private void probe(Probes probes) {
    ranking.rank(index.centroids(), query.centroids(), planes, query.shift(), probes);
    probed = ranking.size();
    segmentCount = 0;
    places = 0;
    entries = 0;
    cost.cells += ranking.size();
  }

  private void estimateAll() {
    CellReader reader = index.reader(CellReader.Extent.ESTIMATES);
    int cells = ranking.size();
    for (int i = 0; i < cells; ) {
      int loaded = reader.load(ranking::cell, i, cells, CellReader.Wanted.ALL, cost);
      for (; i < loaded; i++) {
        estimate(reader.segments(ranking.cell(i)), ranking.base(i));
      }
    }
    reader.release();
  }

  /** Estimates every entry of a cell. */
  void estimate(CellSegment[] cell, float base) {
    Interruption.check();
    for (CellSegment segment : cell) {
      estimate(segment, base);
      cost.bytes += segment.estimateBytes();
      cost.entries += segment.entries();
    }
  }

  private void estimate(CellSegment segment, float base) {
    if (segmentCount == segments.length) {
      segments = Arrays.copyOf(segments, 2 * segmentCount);
      starts = Arrays.copyOf(starts, 2 * segmentCount);
    }
    segments[segmentCount] = segment;
    starts[segmentCount++] = places;
    int blocks = segment.blocks();
    if (places + 8L * blocks > MAX_PLACES) {
      throw new LimitExceeded(
          "a search of "
              + probed
              + " cells compares more than "
              + MAX_PLACES
              + " codes at once; ask for a smaller nprobe or recall");
    }
    if (places + 8 * blocks > estimates.length) {
      estimates = Arrays.copyOf(estimates, Math.max(2 * estimates.length, places + 8 * blocks));
    }
    segment.checkEstimates();
    CodeKernel.estimate(
        planes, segment.bytes(), segment.codesOffset(), blocks, base, estimates, places);
    places += 8 * blocks;
    entries += segment.entries();
  }

  /**
   * Puts the rows to be compared to the front of {@link #anchors}: the first {@code target} live
   * ones by (estimate, anchor), or all live ones if there are fewer.
   */
  private int collect(int target, CandidateRows rows) {
    int wanted = index.isSpilled() ? 2 * target : target; // up to two entries a row
    while (true) {
      wanted = Math.min(wanted, entries);
      int found = wanted == 0 ? 0 : nearestEntries(wanted);
      int distinct = index.isSpilled() ? distinct(found) : found;
      cost.candidates += distinct;
      int kept = rows.keep(anchors, distinct);
      if (kept >= target || wanted == entries) {
        return Math.min(kept, target);
      }
      long scaled = (long) wanted * target / Math.max(1, kept);
      wanted = (int) Math.min(entries, Math.max(2L * wanted, scaled + scaled / 4));
      Interruption.check();
    }
  }

  /** The anchors of the entries with the smallest estimates, in the order of (estimate, anchor). */
  private int nearestEntries(int wanted) {
    if (chosen.length < places) {
      chosen = new int[estimates.length];
    }
    int found = Smallest.select(estimates, places, wanted, chosen);
    if (keys.length < found) {
      int length = Math.max(found, 2 * keys.length);
      keys = new long[length];
      anchors = new long[length];
      placed = new long[length];
      distances = new float[length];
    }
    for (int i = 0; i < found; i++) {
      keys[i] = SortKeys.of(estimates[chosen[i]], i);
    }
    Arrays.sort(keys, 0, found);
    place(found);
    for (int i = 0; i < found; i++) {
      anchors[i] = placed[SortKeys.number(keys[i])];
    }
    orderTies(found);
    return found;
  }

  /** Looks up the anchors of the chosen entries, whose places ascend. */
  private void place(int found) {
    int segment = 0;
    for (int i = 0; i < found; i++) {
      while (segment + 1 < segmentCount && starts[segment + 1] <= chosen[i]) {
        segment++;
      }
      placed[i] = segments[segment].anchor(chosen[i] - starts[segment]);
    }
  }

  /** Among equal estimates the smaller anchor comes first. */
  private void orderTies(int found) {
    for (int from = 0; from < found; ) {
      int to = from + 1;
      while (to < found && keys[to] >> 32 == keys[from] >> 32) {
        to++;
      }
      if (to - from > 1) {
        Arrays.sort(anchors, from, to);
      }
      from = to;
    }
  }

  /** Keeps the first of the entries of a row, and its order; returns how many rows there are. */
  private int distinct(int found) {
    seen.clear(found);
    int kept = 0;
    for (int i = 0; i < found; i++) {
      if (seen.add(anchors[i])) {
        anchors[kept++] = anchors[i];
      }
    }
    return kept;
  }
}
