package io.dreamdb.index;

import io.dreamdb.kernel.Rotation;
import io.dreamdb.kernel.TopK;
import io.dreamdb.object.ObjectReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * The index of one version, open for searches. Centroids, packs and cells are read when a search
 * needs them first. Safe for many threads.
 */
public final class OpenIndex {

  /** Cells that exact searches probe first, to know about how far the nearest rows are. */
  private static final int FIRST_PROBES = 4;

  private final IndexTrack track;
  private final SpatialIndex spatial;
  private final Rotation rotation;
  private final CentroidBlocks centroids;
  private final OpenPacks packs;
  private final boolean spilled;
  private final ConcurrentLinkedQueue<ApproximateSearch> idle = new ConcurrentLinkedQueue<>();

  private OpenIndex(IndexTrack track, SpatialIndex spatial, OpenCentroids open, OpenPacks packs) {
    this.track = track;
    this.spatial = spatial;
    this.rotation = open.rotation();
    this.centroids = open.blocks();
    this.packs = packs;
    this.spilled = packs.isSpilled();
  }

  /** What depends on spatial index and compressor alone, and serves many versions. */
  record OpenCentroids(Rotation rotation, CentroidBlocks blocks) {}

  /**
   * Opens the index that a track describes.
   *
   * @param cache what other versions have open already
   * @throws io.dreamdb.CorruptObject if packs are not what the track says
   */
  public static OpenIndex open(ObjectReader objects, IndexTrack track, IndexCache cache) {
    IndexView view = new IndexView(objects, track.fieldId());
    SpatialIndex spatial = view.spatial(track.spatial());
    VectorCompressor compressor = view.compressor(track.compressor());
    OpenCentroids centroids =
        cache.centroids(
            track,
            () -> {
              Rotation rotation = new Rotation(compressor.dimension(), compressor.signs());
              return new OpenCentroids(rotation, new CentroidBlocks(view, spatial, rotation));
            });
    OpenPacks packs =
        objects.maps()
            ? MappedPacks.open(objects, view, track, spatial.cells())
            : FetchedPacks.open(objects, view, track, spatial.cells());
    return new OpenIndex(track, spatial, centroids, packs);
  }

  /** What it is. */
  public IndexTrack track() {
    return track;
  }

  /** How many cells it has. */
  public int cells() {
    return spatial.cells();
  }

  /** How many packs it has. */
  public int packs() {
    return packs.count();
  }

  /** Whether rows stand in a second cell, too. */
  boolean isSpilled() {
    return spilled;
  }

  float[] mean() {
    return spatial.mean();
  }

  CentroidBlocks centroids() {
    return centroids;
  }

  /** What brings the entries of cells to one search. */
  CellReader reader(CellReader.Extent extent) {
    return packs.reader(extent);
  }

  /**
   * Offers the rows that the index proposes for a query: at least {@code k} if so many live rows
   * that match are covered.
   *
   * @param query [dimension], valid for the metric
   * @param probes cells to begin with
   * @param candidates rows to compare by their vectors, at least {@code k}
   */
  public SearchCost approximate(
      float[] query, int k, Probes probes, int candidates, CandidateRows rows, TopK nearest) {
    IndexQuery prepared = IndexQuery.of(spatial, rotation, query);
    ApproximateSearch search = idle(prepared);
    SearchCost cost = search.run(prepared, k, probes, Math.max(k, candidates), rows, nearest);
    keep(search);
    return cost;
  }

  /**
   * One query of several that are searched together.
   *
   * @param query [dimension], valid for the metric
   * @param rows looks up what the index proposes
   * @param nearest takes the rows
   */
  public record Query(float[] query, CandidateRows rows, TopK nearest) {}

  /**
   * The same for up to 65,536 queries, with the same results; each cell is read once for all.
   *
   * @return what each query took
   */
  public List<SearchCost> approximate(List<Query> queries, int k, Probes probes, int candidates) {
    List<ApproximateSearch> searches = new ArrayList<>();
    for (Query query : queries) {
      IndexQuery prepared = IndexQuery.of(spatial, rotation, query.query());
      ApproximateSearch search = idle(prepared);
      search.begin(prepared, probes);
      searches.add(search);
    }
    estimate(searches);
    List<SearchCost> costs = new ArrayList<>();
    for (int i = 0; i < searches.size(); i++) {
      Query query = queries.get(i);
      costs.add(searches.get(i).finish(k, Math.max(k, candidates), query.rows(), query.nearest()));
    }
    searches.forEach(this::keep);
    return costs;
  }

  /** Estimates the entries of all ranked cells; what is fetched counts for the first query. */
  private void estimate(List<ApproximateSearch> searches) {
    long[] pairs = byCell(searches);
    int[] cells = Arrays.stream(pairs).mapToInt(pair -> (int) (pair >> 40)).distinct().toArray();
    CellReader reader = reader(CellReader.Extent.ESTIMATES);
    int next = 0;
    for (int from = 0; from < cells.length; ) {
      int to =
          reader.load(
              at -> cells[at], from, cells.length, CellReader.Wanted.ALL, searches.get(0).cost());
      while (next < pairs.length && (int) (pairs[next] >> 40) <= cells[to - 1]) {
        long pair = pairs[next++];
        ApproximateSearch search = searches.get((int) (pair >> 24) & 0xffff);
        float base = search.ranking().base((int) pair & 0xffffff);
        search.estimate(reader.segments((int) (pair >> 40)), base);
      }
      from = to;
    }
    reader.release();
  }

  /** What is to be estimated, cell by cell: the cell (24 bits), a query (16) and its rank (24). */
  private static long[] byCell(List<ApproximateSearch> searches) {
    int count = searches.stream().mapToInt(search -> search.ranking().size()).sum();
    long[] order = new long[count];
    int at = 0;
    for (int i = 0; i < searches.size(); i++) {
      CellRanking ranking = searches.get(i).ranking();
      for (int j = 0; j < ranking.size(); j++) {
        order[at++] = (long) ranking.cell(j) << 40 | (long) i << 24 | j;
      }
    }
    Arrays.sort(order);
    return order;
  }

  private void keep(ApproximateSearch search) {
    if (search.isReusable()) {
      idle.add(search);
    }
  }

  private ApproximateSearch idle(IndexQuery query) {
    ApproximateSearch search = idle.poll();
    return search == null ? new ApproximateSearch(this, query) : search;
  }

  /** The anchors that a query's estimates put first, at most {@code candidates}. */
  Proposals propose(float[] query, int probes, int candidates, CandidateRows rows) {
    IndexQuery prepared = IndexQuery.of(spatial, rotation, query);
    ApproximateSearch search = idle(prepared);
    Proposals proposals = search.propose(prepared, probes, candidates, rows);
    keep(search);
    return proposals;
  }

  /** |q̂ − ĉ|² of the nearest cells, or −q·ĉ, ascending. */
  float[] bases(float[] query, int count) {
    IndexQuery prepared = IndexQuery.of(spatial, rotation, query);
    ApproximateSearch search = idle(prepared);
    search.begin(prepared, Probes.of(count));
    CellRanking ranking = search.ranking();
    float[] bases = new float[ranking.size()];
    for (int i = 0; i < bases.length; i++) {
      bases[i] = ranking.base(i);
    }
    keep(search);
    return bases;
  }

  /**
   * Measures how many of the true nearest rows this index finds, with rows of the source as
   * queries.
   *
   * @param source all rows that the index covers
   * @param listener is told how far it is
   */
  public List<Calibration> calibrate(VectorSource source, Consumer<BuildProgress> listener) {
    return new Calibrator(this, source, spatial, listener).measure();
  }

  /**
   * Offers the true nearest of the rows that the index covers, among those that are live and match;
   * others may be offered with them.
   *
   * @param query [dimension], valid for the metric
   */
  public SearchCost exact(float[] query, int k, CandidateRows rows, TopK nearest) {
    IndexQuery prepared = IndexQuery.of(spatial, rotation, query);
    TopK first = nearest.another(nearest.bound());
    Probes probes = Probes.of(FIRST_PROBES + cells() / 64);
    SearchCost cost = approximate(query, k, probes, 2 * k + 16, rows, first);
    ProvenSearch search = new ProvenSearch(this, prepared, spatial.metric(), rows, nearest);
    cost.add(search.run(k, first.nearest(), new CellRanking()));
    return cost;
  }
}
