package io.dreamdb.index;

import io.dreamdb.Metric;
import io.dreamdb.kernel.CodeKernel;
import io.dreamdb.kernel.Neighbours;
import io.dreamdb.kernel.QueryPlanes;
import io.dreamdb.kernel.RefinementKernel;
import io.dreamdb.kernel.RefinementQuery;
import io.dreamdb.kernel.TopK;

/**
 * Finds the true nearest rows: each row that an index covers is compared by its vector, unless its
 * codes prove that it is farther than what was found. For one thread.
 *
 * <p>The proof: with r the residual, v the code, e = r − b·v and p the rotated query that is
 * rounded to p̃, the squared distance differs from its estimate by 2·(p − c)·e + 2·b·v·(p − p̃) at
 * most, which Cauchy and Schwarz bound by 2·|p − c|·|e| + 2·(|r| + |e|)·|p − p̃|: the pack has |r|
 * and |e|, the query the last norm ({@code index.md}, section 6). Under ip it is |q| instead of |p
 * − c|, and no factor 2. On top comes what binary32 loses: rotations, differences and sums of
 * numbers up to S have errors of at most η·S, where S bounds the norms of query, centroid, residual
 * and mean together.
 */
final class ProvenSearch {

  private static final int QUERY_BITS = 4;

  /** Rows that are looked up and compared together. */
  private static final int FLUSH_ROWS = 256;

  /** So many entries tell what one-bit codes are worth to a query. */
  private static final int FIRST_TESTED = 512;

  /** Half a unit in the last place of 1.0f. */
  private static final float UNIT = 0x1p-24f;

  /** Steps of a rotation that round, beside those that grow with the dimension. */
  private static final int ROTATION_STEPS = 64;

  private final OpenIndex index;
  private final IndexQuery query;
  private final Metric metric;
  private final CandidateRows rows;
  private final TopK nearest;
  private final SearchCost cost = new SearchCost();

  private final QueryPlanes planes;
  private final RefinementQuery refined;
  private final float queryNorm;
  private final float eta;
  private final float tiny;
  private final float reach; // bounds the norms of query, mean and, under ip, centroids
  private float bounded = Float.POSITIVE_INFINITY;
  private float limit =
      Float.POSITIVE_INFINITY; // no estimate above it is of a row among the nearest

  private float[] estimates = new float[1024];
  private float[] norms = new float[1024];
  private float[] errors = new float[1024];
  private float[] adds = new float[1024];
  private float[] scales = new float[1024];
  private float[] refinedErrors = new float[1024];
  private int[] survivors = new int[1024];
  private int[] offsets = new int[1024];
  private int[] dots = new int[1024];

  private long tested; // entries whose one-bit codes were compared, and how many these left
  private long left;

  private final long[] anchors = new long[FLUSH_ROWS];
  private final float[] distances = new float[FLUSH_ROWS];
  private int waiting;

  ProvenSearch(OpenIndex index, IndexQuery query, Metric metric, CandidateRows rows, TopK nearest) {
    this.index = index;
    this.query = query;
    this.metric = metric;
    this.rows = rows;
    this.nearest = nearest;
    this.planes = query.planes(QUERY_BITS);
    this.refined = RefinementQuery.of(query.rotated());
    this.queryNorm = norm(query.rotated());
    int dimension = query.centroids().dimension();
    this.eta = UNIT * (ROTATION_STEPS + dimension / 8f);
    this.tiny = dimension * Float.MIN_NORMAL;
    float centroids = metric == Metric.IP ? index.centroids().largestNorm() : 0;
    this.reach = queryNorm + 2 * norm(index.mean()) + 2 * centroids;
  }

  private static float norm(float[] vector) {
    double sum = 0;
    for (float element : vector) {
      sum += (double) element * element;
    }
    return Math.nextUp((float) Math.sqrt(sum));
  }

  /**
   * Offers the rows.
   *
   * @param found rows that are known already; they bound the distance
   * @param ranking takes the cells
   */
  SearchCost run(int k, Neighbours found, CellRanking ranking) {
    bound(found.size() >= k ? found.distance(k - 1) : Float.POSITIVE_INFINITY);
    bound(nearest.bound());
    Probes all = Probes.of(index.cells());
    ranking.rank(index.centroids(), query.centroids(), planes, query.shift(), all);
    CellReader reader = index.reader(CellReader.Extent.SECTIONS);
    CellReader.Wanted wanted = (place, cell) -> mayHoldNearer(cell, ranking.base(place));
    for (int i = 0; i < ranking.size(); ) {
      int loaded = reader.load(ranking::cell, i, ranking.size(), wanted, cost);
      for (; i < loaded; i++) {
        search(reader.segments(ranking.cell(i)), ranking.base(i));
      }
    }
    reader.release();
    flush();
    cost.cells += ranking.size();
    return cost;
  }

  private void search(CellSegment[] segments, float base) {
    Interruption.check();
    for (CellSegment segment : segments) {
      if (mayHoldNearer(segment.cell(), base)) {
        search(segment, base);
      }
    }
  }

  /** Rows beyond this distance need not be compared. */
  private void bound(float distance) {
    if (distance >= bounded) {
      return;
    }
    bounded = distance;
    double estimate =
        switch (metric) {
          case L2 -> (double) distance * distance;
          case COSINE -> 2.0 * distance;
          case IP -> distance;
        };
    double error = metric == Metric.COSINE ? 8 * eta : 0; // a cosine's is absolute
    limit = Math.nextUp((float) (estimate + 8 * eta * Math.abs(estimate) + error + tiny));
  }

  /** By the triangle inequality, no member is nearer than centroid minus radius. */
  private boolean mayHoldNearer(PackCell cell, float base) {
    if (cell.members() == 0) {
      return false;
    }
    float radius = cell.radius();
    double lost = 4.0 * eta * (reach + Math.abs(base) + radius);
    if (metric == Metric.IP) {
      return base - queryNorm * (radius + lost) - lost <= limit;
    }
    double gap = Math.sqrt(base) - radius - 4.0 * eta * (reach + Math.sqrt(base) + radius);
    return gap <= 0 || gap * gap <= limit;
  }

  private void search(CellSegment segment, float base) {
    int members = segment.cell().members();
    reserve(8 * segment.blocks());
    segment.column(segment.layout().norms(segment.cell()), norms);
    boolean hasRefinement = segment.layout().refine() > 0;
    int count = hasRefinement && codesLeaveMost() ? all(members) : estimate(segment, base);
    if (count > 0 && hasRefinement) {
      count = refine(segment, base, count);
    }
    if (count > 0) {
      segment.checkEstimates();
    }
    for (int i = 0; i < count; i++) {
      compare(segment.anchor(survivors[i]));
    }
    cost.entries += members;
  }

  /** Whether to compare one-bit codes costs more than it saves, as far as that is known. */
  private boolean codesLeaveMost() {
    return tested >= FIRST_TESTED && left > tested / 2;
  }

  private int all(int members) {
    for (int i = 0; i < members; i++) {
      survivors[i] = i;
    }
    return members;
  }

  /** Keeps those members that the one-bit codes leave. */
  private int estimate(CellSegment segment, float base) {
    int members = segment.cell().members();
    segment.checkEstimates();
    CodeKernel.estimate(
        planes,
        segment.bytes(),
        segment.codesOffset(),
        PackLayout.blocks(members),
        base,
        estimates,
        0);
    segment.column(segment.layout().errors(segment.cell()), errors);
    subtractSlack(members, base, planes.error());
    int count = 0;
    for (int i = 0; i < members; i++) {
      survivors[count] = i;
      count += estimates[i] <= limit ? 1 : 0;
    }
    tested += members;
    left += count;
    cost.bytes += segment.estimateBytes() + 8L * segment.entries();
    return count;
  }

  /** Turns estimates into lower bounds. */
  private void subtractSlack(int count, float base, double roundedQuery) {
    boolean ip = metric == Metric.IP;
    float factor = ip ? 1 : 2;
    float span = ip ? queryNorm : (float) Math.sqrt(base);
    float byQuery = factor * Math.nextUp((float) roundedQuery);
    float all = reach + (ip ? 0 : span);
    float always = tiny + 8 * eta * Math.abs(base);
    for (int i = 0; i < count; i++) {
      float norm = norms[i];
      float error = errors[i];
      float length = norm + error;
      float lost = eta * (all + length);
      estimates[i] -=
          factor * span * error
              + byQuery * length
              + 8 * lost * (span + length)
              + 16 * lost * lost
              + always;
    }
  }

  /** Keeps of the survivors those that the refinement codes leave. */
  private int refine(CellSegment segment, float base, int count) {
    PackLayout layout = segment.layout();
    PackCell cell = segment.cell();
    int bytes = layout.refinementBytes();
    products(segment, count);
    segment.column(layout.refinementAdds(cell), adds);
    segment.column(layout.refinementScales(cell), scales);
    segment.column(layout.refinementErrors(cell), refinedErrors);
    cost.bytes += (long) count * bytes + 12L * cell.entries();
    float middle = ((1 << layout.refine()) - 1) / 2f;
    float shift = middle * refined.sum();
    for (int i = 0; i < count; i++) {
      int entry = survivors[i];
      float sum = refined.delta() * (dots[i] - shift);
      estimates[i] = Math.fma(scales[entry], sum, adds[entry]) + base;
      norms[i] = norms[entry];
      errors[i] = refinedErrors[entry];
    }
    subtractSlack(count, base, refined.error());
    int kept = 0;
    for (int i = 0; i < count; i++) {
      survivors[kept] = survivors[i];
      kept += estimates[i] <= limit ? 1 : 0;
    }
    return kept;
  }

  /** The products of the query and the refinement codes of the survivors. */
  private void products(CellSegment segment, int count) {
    int bytes = segment.layout().refinementBytes();
    int refine = segment.layout().refine();
    int first = segment.place(segment.layout().refinements(segment.cell()));
    if (count == segment.cell().members()) {
      segment.check(first, count * bytes);
      RefinementKernel.dots(refined, refine, segment.bytes(), first, count, dots, 0);
      return;
    }
    for (int i = 0; i < count; i++) {
      offsets[i] = first + survivors[i] * bytes;
      segment.check(offsets[i], bytes);
    }
    RefinementKernel.dotsAt(refined, refine, segment.bytes(), offsets, count, dots, 0);
  }

  private void compare(long anchor) {
    anchors[waiting++] = anchor;
    if (waiting == FLUSH_ROWS) {
      flush();
    }
  }

  private void flush() {
    cost.candidates += waiting;
    int kept = rows.keep(anchors, waiting);
    waiting = 0;
    rows.distances(kept, distances);
    for (int i = 0; i < kept; i++) {
      nearest.offer(distances[i], anchors[i]);
    }
    cost.rows += kept;
    bound(nearest.bound());
  }

  private void reserve(int places) {
    if (estimates.length < places) {
      int length = Math.max(places, 2 * estimates.length);
      estimates = new float[length];
      norms = new float[length];
      errors = new float[length];
      adds = new float[length];
      scales = new float[length];
      refinedErrors = new float[length];
      survivors = new int[length];
      offsets = new int[length];
      dots = new int[length];
    }
  }
}
