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
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures how many of the true nearest rows an index finds, with rows of the table as queries, of
 * which each looks for the others. Which rows is a function of the rows alone, so the same table
 * gives the same figures.
 */
final class Calibrator {

  private static final int[] KS = {10, 100};
  private static final int[] RECALLS = {900, 950, 990};
  private static final int MAX_QUERIES = 300;
  private static final int BLOCK_FLOATS = 1 << 18;

  /** Thousandths of the true neighbours after which more probes are not tried. */
  private static final int ENOUGH = 996;

  private final OpenIndex index;
  private final VectorSource source;
  private final SpatialIndex spatial;
  private final int dimension;
  private final Consumer<BuildProgress> listener;

  private float[] queries = new float[0]; // [count × dimension]
  private long[] queryAnchors = new long[0];
  private int count;

  Calibrator(
      OpenIndex index,
      VectorSource source,
      SpatialIndex spatial,
      Consumer<BuildProgress> listener) {
    this.listener = listener;
    this.index = index;
    this.source = source;
    this.spatial = spatial;
    this.dimension = spatial.dimension();
  }

  /** Recalls at the least cost; none where there are too few rows to measure anything. */
  List<Calibration> measure() {
    chooseQueries();
    if (count == 0) {
      return List.of();
    }
    List<Map<Long, Integer>> truth = truth();
    Trials trials = tried(truth);
    for (Calibration first : cheapest(trials)) {
      int fewer = trials.middleBelow(first.probes());
      if (fewer > 0) {
        trials.add(fewer, found(fewer, truth));
      }
    }
    return cheapest(trials);
  }

  private static List<Calibration> cheapest(Trials trials) {
    List<Calibration> cheapest = new ArrayList<>();
    for (int k = 0; k < KS.length; k++) {
      List<Trials.Point> points = trials.points(k);
      for (int recall : RECALLS) {
        cheapest.add(cheapest(points, recall).calibration(KS[k]));
      }
    }
    return cheapest;
  }

  /** The cheapest way that finds as much; where none does, the one that finds most. */
  private static Trials.Point cheapest(List<Trials.Point> points, int recall) {
    return points.stream()
        .filter(point -> point.recall() >= recall)
        .min(Comparator.comparingDouble(Trials.Point::cost))
        .or(() -> points.stream().max(Comparator.comparingInt(Trials.Point::recall)))
        .orElseThrow();
  }

  /** Rows that the training saw last, if at all: it draws centroids towards those that it sees. */
  private void chooseQueries() {
    List<VectorSource.Part> parts = source.parts();
    int wanted = (int) Math.min(MAX_QUERIES, rows() / 4);
    queries = new float[wanted * dimension];
    queryAnchors = new long[wanted];
    float[] vector = new float[dimension];
    List<long[]> rows = wanted == 0 ? List.of() : Sample.last(parts, spatial.seed(), wanted);
    for (int p = 0; p < rows.size(); p++) {
      for (long row : rows.get(p)) {
        if (parts.get(p).read((int) row, 1, vector, new int[1]) == 1) {
          System.arraycopy(vector, 0, queries, count * dimension, dimension);
          queryAnchors[count++] = parts.get(p).anchor((int) row);
        }
      }
    }
  }

  private long rows() {
    return source.parts().stream().mapToLong(VectorSource.Part::rows).sum();
  }

  /** The true neighbours of each query by anchor, the nearest with number 0. */
  private List<Map<Long, Integer>> truth() {
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
    return IntStream.range(0, count)
        .mapToObj(i -> others(nearest.get(i).nearest(), queryAnchors[i]))
        .toList();
  }

  /** The neighbours but for the query itself. */
  private static Map<Long, Integer> others(Neighbours neighbours, long self) {
    Map<Long, Integer> others = new HashMap<>();
    for (int i = 0; i < neighbours.size(); i++) {
      if (neighbours.anchor(i) != self && others.size() < KS[KS.length - 1]) {
        others.put(neighbours.anchor(i), others.size());
      }
    }
    return others;
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
            switch (spatial.metric()) {
              case L2 -> norms[i] - 2 * dot;
              case COSINE -> (float) (-dot / Math.sqrt(norms[i]));
              case IP -> -dot;
            };
      }
      nearest.offerAll(distances, present, anchors, null, 0);
    }
  }

  /** Searches with more and more probes, until more would find hardly more. */
  private Trials tried(List<Map<Long, Integer>> truth) {
    Trials trials = new Trials(KS, count, dimension);
    PhaseCount probed = new PhaseCount(listener, BuildProgress.Phase.PROBE, index.cells());
    boolean enough = false;
    int probes = 0;
    for (int next = 1; !enough; next = Math.min(index.cells(), probes + 1 + probes / 2)) {
      probed.add(next - probes);
      probes = next;
      enough = trials.add(probes, found(probes, truth)) >= ENOUGH || probes == index.cells();
    }
    if (spatial.metric() != Metric.IP) { // where distances grow with the query
      for (int i = 0; i < count; i++) {
        trials.distances(index.bases(query(i), probes));
      }
    }
    return trials;
  }

  private Trials.Found[] found(int probes, List<Map<Long, Integer>> truth) {
    Trials.Found[] found = new Trials.Found[count];
    for (int i = 0; i < count; i++) {
      Interruption.check();
      Proposals proposals = index.propose(query(i), probes, Trials.MAX_CANDIDATES, new AllBut(i));
      int[] ranks = new int[truth.get(i).size()];
      Arrays.fill(ranks, Trials.MAX_CANDIDATES);
      for (int rank = 0; rank < proposals.anchors().length; rank++) {
        Integer place = truth.get(i).get(proposals.anchors()[rank]);
        if (place != null) {
          ranks[place] = rank;
        }
      }
      found[i] = new Trials.Found(proposals.cost().entries, ranks);
    }
    return found;
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
