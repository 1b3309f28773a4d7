package io.dreamdb.benchmarks.peers;

import io.dreamdb.Metric;
import io.dreamdb.benchmarks.Peer;
import io.dreamdb.benchmarks.PeerData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.FilterCodec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.codecs.perfield.PerFieldKnnVectorsFormat;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

/** Lucene's HNSW graph of floats, one segment. Its bytes include the vectors. */
public final class LucenePeer implements Peer {

  private static final String FIELD = "vector";
  private static final int CONNECTIONS = 16;
  private static final int BEAM_WIDTH = 100;
  private static final double BUFFER_MB = 2000;
  private static final int MAX_DIMENSION = 1 << 16;
  private static final List<Integer> CANDIDATES =
      List.of(10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 1024);

  private @Nullable PeerData data;
  private @Nullable Path folder;
  private @Nullable DirectoryReader reader;
  private @Nullable IndexSearcher searcher;

  @Override
  public String name() {
    return "lucene";
  }

  @Override
  public void load(PeerData given, Path empty) {
    data = given;
    folder = empty;
  }

  @Override
  public long build() throws IOException {
    PeerData given = Built.known(data);
    Directory directory = new MMapDirectory(Built.known(folder));
    IndexWriterConfig config =
        new IndexWriterConfig().setCodec(codec()).setRAMBufferSizeMB(BUFFER_MB);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      for (int row = 0; row < given.base().rows(); row++) {
        Document document = new Document();
        document.add(
            new KnnFloatVectorField(FIELD, given.base().row(row), similarity(given.metric())));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    DirectoryReader opened = DirectoryReader.open(directory);
    reader = opened;
    searcher = new IndexSearcher(opened);
    searcher.setQueryCache(null);
    return Built.bytes(Built.known(folder));
  }

  private static VectorSimilarityFunction similarity(Metric metric) {
    return switch (metric) {
      case L2 -> VectorSimilarityFunction.EUCLIDEAN;
      case COSINE -> VectorSimilarityFunction.COSINE;
      case IP -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    };
  }

  private static Codec codec() {
    KnnVectorsFormat graph =
        new ManyDimensions(new Lucene99HnswVectorsFormat(CONNECTIONS, BEAM_WIDTH));
    KnnVectorsFormat format =
        new PerFieldKnnVectorsFormat() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return graph;
          }
        };
    Codec standard = Codec.getDefault();
    return new FilterCodec(standard.getName(), standard) {
      @Override
      public KnnVectorsFormat knnVectorsFormat() {
        return format;
      }
    };
  }

  @Override
  public List<Setting> settings() {
    int k = Built.known(data).k();
    return CANDIDATES.stream()
        .filter(candidates -> candidates >= k)
        .map(candidates ->
            new Setting(
                "hnsw M=" + CONNECTIONS + " efC=" + BEAM_WIDTH, candidates, OptionalInt.empty()))
        .toList();
  }

  @Override
  public int[] search(Setting setting, int query) {
    PeerData known = Built.known(data);
    try {
      KnnFloatVectorQuery request =
          new KnnFloatVectorQuery(FIELD, known.queries().row(query), setting.nprobe());
      ScoreDoc[] found = Built.known(searcher).search(request, known.k()).scoreDocs;
      int[] rows = new int[found.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = found[i].doc; // one segment without deletions keeps the order of the rows
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  /** The same format for vectors of more than 1,024 dimensions. */
  private static final class ManyDimensions extends KnnVectorsFormat {

    private final KnnVectorsFormat format;

    ManyDimensions(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return MAX_DIMENSION;
    }
  }
}
