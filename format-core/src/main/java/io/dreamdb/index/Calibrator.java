package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.Neighbours;
import io.dreamdb.kernel.Panels;
import io.dreamdb.kernel.TopK;
import io.dreamdb.kernel.VectorArithmetic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Measures how many of the true nearest rows an index finds, with rows of the table as queries, of
 * which each looks for the others. Which rows is a function of the rows alone, so the same table
 * gives the same figures.
 */
final class Calibrator {

  private static final int[] KS = {10, 100};
  private static final int[] RECALLS = {900, 950, 990};
  private static final int MAX_QUERIES = 200;
  private static final int MAX_CANDIDATES = 800;
  private static final int BLOCK_FLOATS = 1 << 18;

  // What a probed cell, a code and a vector cost, relative to each other and per element.
  private static final double CELL_COST = 40;
  private static final double CODE_COST = 0.006;
  private static final double VECTOR_COST = 0.27;

  private final OpenIndex index;
  private final VectorSource source;
  private final Metric metric;
  private final int dimension;
  private final Consumer<BuildProgress> listener;

  private float[] queries = new float[0]; // [count × dimension]
  private long[] queryAnchors = new long[0];
  private int count;

  Calibrator(
      OpenIndex index,
      VectorSource source,
      Metric metric,
      int dimension,
      Consumer<BuildProgress> listener) {
    this.listener = listener;
    this.index = index;
    this.source = source;
    this.metric = metric;
    this.dimension = dimension;
  }

  /** Recalls at the least cost; none where there are too few rows to measure anything. */
  List<Calibration> measure() {
    chooseQueries();
    List<Calibration> measured = new ArrayList<>();
    if (count == 0) {
      return measured;
    }
    List<Neighbours> truth = truth();
    List<Point> points = points(truth);
    for (int k : KS) {
      for (int recall : RECALLS) {
        cheapest(points, k, recall).ifPresent(measured::add);
      }
    }
    return measured;
  }

  /**
   * What one way to search finds.
   *
   * @param recall in thousandths, rounded down
   * @param cost relative to other points
   */
  private record Point(int k, int probes, int candidates, int recall, double cost) {}

  private static Optional<Calibration> cheapest(List<Point> points, int k, int recall) {
    List<Point> ofK = points.stream().filter(point -> point.k == k).toList();
    return ofK.stream()
        .filter(point -> point.recall >= recall)
        .min(Comparator.comparingDouble(Point::cost))
        .or(() -> ofK.stream().max(Comparator.comparingInt(Point::recall)))
        .map(point -> new Calibration(k, point.recall, point.probes, point.candidates));
  }

  /** Rows at equal distances through the table, each if it has a vector. */
  private void chooseQueries() {
    long rows = rows();
    int wanted = (int) Math.min(MAX_QUERIES, rows / 4);
    queries = new float[wanted * dimension];
    queryAnchors = new long[wanted];
    float[] vector = new float[dimension];
    long before = 0;
    int next = 0;
    for (VectorSource.Part part : source.parts()) {
      for (; next < wanted && place(next, rows, wanted) < before + part.rows(); next++) {
        int row = (int) (place(next, rows, wanted) - before);
        if (part.read(row, 1, vector, new int[1]) == 1) {
          System.arraycopy(vector, 0, queries, count * dimension, dimension);
          queryAnchors[count++] = part.anchor(row);
        }
      }
      before += part.rows();
    }
  }

  private long rows() {
    return source.parts().stream().mapToLong(VectorSource.Part::rows).sum();
  }

  private static long place(int number, long rows, int wanted) {
    return (2L * number + 1) * rows / (2L * wanted);
  }

  /** The true neighbours of each query, itself among them. */
  private List<Neighbours> truth() {
    Panels panels = Panels.of(queries, count, dimension);
    List<TopK> nearest = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      nearest.add(new TopK(KS[KS.length - 1] + 1));
    }
    int blockRows = Math.max(8, BLOCK_FLOATS / dimension);
    Block block = new Block(blockRows);
    PhaseCount compared = new PhaseCount(listener, BuildProgress.Phase.COMPARE, rows());
    for (VectorSource.Part part : source.parts()) {
      for (int first = 0; first < part.rows(); first += blockRows) {
        Interruption.check();
        block.read(part, first, Math.min(blockRows, part.rows() - first));
        panels.dots(block.vectors, 0, block.present, block.dots);
        for (int i = 0; i < count; i++) {
          block.offer(i, nearest.get(i));
        }
        compared.add(Math.min(blockRows, part.rows() - first));
      }
    }
    return nearest.stream().map(TopK::nearest).toList();
  }

  /** Rows whose distances from all queries are computed together. */
  private final class Block {

    private final float[] vectors;
    private final int[] rows;
    private final long[] anchors;
    private final float[] norms;
    private final float[] dots;
    private final float[] distances;
    private int present;

    Block(int capacity) {
      this.vectors = new float[capacity * dimension];
      this.rows = new int[capacity];
      this.anchors = new long[capacity];
      this.norms = new float[capacity];
      this.dots = new float[capacity * count];
      this.distances = new float[capacity];
    }

    void read(VectorSource.Part part, int first, int some) {
      present = part.read(first, some, vectors, rows);
      for (int i = 0; i < present; i++) {
        anchors[i] = part.anchor(first + rows[i]);
      }
      VectorArithmetic.squaredNorms(dimension, vectors, 0, present, norms);
    }

    /** A number that orders the rows as their distances from a query do. */
    void offer(int query, TopK nearest) {
      for (int i = 0; i < present; i++) {
        float dot = dots[i * count + query];
        distances[i] =
            switch (metric) {
              case L2 -> norms[i] - 2 * dot;
              case COSINE -> (float) (-dot / Math.sqrt(norms[i]));
              case IP -> -dot;
            };
      }
      nearest.offerAll(distances, present, anchors, null, 0);
    }
  }

  /** What each number of probes and candidates finds. */
  private List<Point> points(List<Neighbours> truth) {
    List<Point> points = new ArrayList<>();
    PhaseCount probed = new PhaseCount(listener, BuildProgress.Phase.PROBE, index.cells());
    boolean enough = false;
    int last = 0;
    for (int probes = 1; !enough; probes = Math.min(index.cells(), probes + 1 + probes / 3)) {
      enough = measure(probes, truth, points) || probes == index.cells();
      probed.add(probes - last);
      last = probes;
    }
    return points;
  }

  /** Measures one number of probes; true if more would find hardly more. */
  private boolean measure(int probes, List<Neighbours> truth, List<Point> points) {
    long[][] found = new long[KS.length][MAX_CANDIDATES + 1]; // by rank among the proposals
    long[] wanted = new long[KS.length];
    long entries = 0;
    for (int i = 0; i < count; i++) {
      Interruption.check();
      Proposals proposals = index.propose(query(i), probes, MAX_CANDIDATES, new AllBut(i));
      entries += proposals.cost().entries;
      Map<Long, Integer> ranks = new HashMap<>();
      for (int rank = 0; rank < proposals.anchors().length; rank++) {
        ranks.put(proposals.anchors()[rank], rank);
      }
      for (int j = 0; j < KS.length; j++) {
        wanted[j] += count(truth.get(i), queryAnchors[i], KS[j], ranks, found[j]);
      }
    }
    boolean enough = true;
    for (int j = 0; j < KS.length; j++) {
      double scan = probes * CELL_COST + (double) entries / count * dimension * CODE_COST;
      enough &= addPoints(KS[j], probes, found[j], wanted[j], scan, points) > 995;
    }
    return enough;
  }

  /** Counts the true neighbours by their ranks; returns how many there are. */
  private static long count(
      Neighbours truth, long self, int k, Map<Long, Integer> ranks, long[] found) {
    int counted = 0;
    for (int i = 0; i < truth.size() && counted < k; i++) {
      if (truth.anchor(i) != self) {
        counted++;
        found[ranks.getOrDefault(truth.anchor(i), MAX_CANDIDATES)]++;
      }
    }
    return counted;
  }

  /** Adds a point for each number of candidates; returns the largest recall. */
  private int addPoints(
      int k, int probes, long[] found, long wanted, double scan, List<Point> points) {
    int best = 0;
    long sum = 0;
    int next = k;
    for (int rank = 0; rank < MAX_CANDIDATES; rank++) {
      sum += found[rank];
      if (rank + 1 == next) {
        best = wanted == 0 ? 1000 : (int) (1000 * sum / wanted);
        double cost = scan + next * VECTOR_COST * dimension;
        points.add(new Point(k, probes, next, best, cost));
        next += Math.max(1, k / 5);
      }
    }
    return best;
  }

  private float[] query(int number) {
    return Arrays.copyOfRange(queries, number * dimension, (number + 1) * dimension);
  }

  /** Every row but the query itself. */
  private final class AllBut implements CandidateRows {

    private final long self;

    AllBut(int query) {
      this.self = queryAnchors[query];
    }

    @Override
    public int keep(long[] anchors, int proposed) {
      int kept = 0;
      for (int i = 0; i < proposed; i++) {
        if (anchors[i] != self) {
          anchors[kept++] = anchors[i];
        }
      }
      return kept;
    }

    @Override
    public void distances(int kept, float[] out) {
      throw new IllegalStateException("no distance is needed");
    }
  }
}
