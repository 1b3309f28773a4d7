package io.dreamdb.benchmarks.peers;

import io.dreamdb.Metric;
import io.dreamdb.benchmarks.Peer;
import io.dreamdb.benchmarks.PeerData;
import io.github.jbellis.jvector.disk.ReaderSupplier;
import io.github.jbellis.jvector.disk.ReaderSupplierFactory;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ImmutableGraphIndex;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.SearchScoreProvider;
import io.github.jbellis.jvector.quantization.PQVectors;
import io.github.jbellis.jvector.quantization.ProductQuantization;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.util.PhysicalCoreExecutor;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * JVector's graph, built once and searched twice: in memory over the vectors, and in a file, over
 * product-quantised vectors in memory with the best candidates compared by the vectors of the file.
 * The cost of the build includes both, its bytes are those of the file, which has the vectors, and
 * of the quantised vectors.
 */
public final class JVectorPeer implements Peer {

  private static final int CONNECTIONS = 32;
  private static final int BEAM_WIDTH = 100;
  private static final float OVERFLOW = 1.2f;
  private static final float ALPHA = 1.2f;
  private static final int DIMENSIONS_PER_CODE = 8;
  private static final int CODEBOOK = 256;
  private static final String MEMORY = "memory, exact M=" + CONNECTIONS + " efC=" + BEAM_WIDTH;
  private static final String DISK = "disk, PQ + exact M=" + CONNECTIONS + " efC=" + BEAM_WIDTH;
  private static final List<Integer> CANDIDATES =
      List.of(10, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024);

  private final List<AutoCloseable> open = new ArrayList<>();
  private @Nullable PeerData data;
  private @Nullable Path folder;
  private @Nullable VectorTypeSupport vectors;
  private @Nullable RandomAccessVectorValues rows;
  private @Nullable PQVectors quantised;
  private @Nullable ThreadLocal<GraphSearcher> memory;
  private @Nullable ThreadLocal<GraphSearcher> disk;

  @Override
  public String name() {
    return "jvector";
  }

  @Override
  public void load(PeerData given, Path empty) {
    data = given;
    folder = empty;
    VectorTypeSupport types = VectorizationProvider.getInstance().getVectorTypeSupport();
    List<VectorFloat<?>> list = new ArrayList<>();
    for (int row = 0; row < given.base().rows(); row++) {
      list.add(types.createFloatVector(given.base().row(row)));
    }
    rows = new ListRandomAccessVectorValues(list, given.base().dimension());
    vectors = types;
  }

  @Override
  public long build() throws IOException {
    PeerData given = Built.known(data);
    int dimension = given.base().dimension();
    RandomAccessVectorValues values = Built.known(rows);
    BuildScoreProvider scores =
        BuildScoreProvider.randomAccessScoreProvider(values, similarity(given.metric()));
    GraphIndexBuilder builder =
        new GraphIndexBuilder(scores, dimension, CONNECTIONS, BEAM_WIDTH, OVERFLOW, ALPHA, true);
    ImmutableGraphIndex graph = builder.build(values);
    memory = ThreadLocal.withInitial(() -> new GraphSearcher(graph));
    Path file = Built.known(folder).resolve("graph");
    OnDiskGraphIndex.write(graph, values, file);
    ReaderSupplier supplier = ReaderSupplierFactory.open(file);
    open.add(supplier);
    OnDiskGraphIndex stored = OnDiskGraphIndex.load(supplier);
    disk = ThreadLocal.withInitial(() -> new GraphSearcher(stored));
    int codes = Math.max(1, dimension / DIMENSIONS_PER_CODE);
    ProductQuantization compressor =
        ProductQuantization.compute(
            values, codes, Math.min(CODEBOOK, given.base().rows()), given.metric() == Metric.L2);
    quantised = compressor.encodeAll(values, PhysicalCoreExecutor.pool());
    return Built.bytes(Built.known(folder)) + (long) codes * given.base().rows();
  }

  private static VectorSimilarityFunction similarity(Metric metric) {
    return switch (metric) {
      case L2 -> VectorSimilarityFunction.EUCLIDEAN;
      case COSINE -> VectorSimilarityFunction.COSINE;
      case IP -> VectorSimilarityFunction.DOT_PRODUCT;
    };
  }

  @Override
  public List<Setting> settings() {
    int k = Built.known(data).k();
    return CANDIDATES.stream()
        .filter(candidates -> candidates >= k)
        .flatMap(candidates ->
            Stream.of(
                new Setting(MEMORY, candidates, OptionalInt.empty()),
                new Setting(DISK, candidates, OptionalInt.of(candidates))))
        .toList();
  }

  @Override
  public int[] search(Setting setting, int query) {
    PeerData known = Built.known(data);
    VectorFloat<?> vector = Built.known(vectors).createFloatVector(known.queries().row(query));
    boolean inMemory = setting.config().equals(MEMORY);
    GraphSearcher searcher = Built.known(inMemory ? memory : disk).get();
    SearchScoreProvider scores =
        inMemory
            ? DefaultSearchScoreProvider.exact(
                vector, similarity(known.metric()), Built.known(rows))
            : estimates(vector, similarity(known.metric()), searcher);
    SearchResult found = searcher.search(scores, known.k(), setting.nprobe(), 0, 0, Bits.ALL);
    return IntStream.range(0, found.getNodes().length).map(i -> found.getNodes()[i].node).toArray();
  }

  private SearchScoreProvider estimates(
      VectorFloat<?> vector, VectorSimilarityFunction similarity, GraphSearcher searcher) {
    var view = (ImmutableGraphIndex.ScoringView) searcher.getView();
    return new DefaultSearchScoreProvider(
        Built.known(quantised).precomputedScoreFunctionFor(vector, similarity),
        view.rerankerFor(vector, similarity));
  }

  @Override
  public void close() throws Exception {
    for (AutoCloseable some : open) {
      some.close();
    }
  }
}
