package io.dreamdb.dataset;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.hash.Blake3;
import io.dreamdb.index.AnchorRun;
import io.dreamdb.index.BuildProgress;
import io.dreamdb.index.BuildWork;
import io.dreamdb.index.Calibration;
import io.dreamdb.index.IndexCache;
import io.dreamdb.index.IndexChange;
import io.dreamdb.index.IndexTrack;
import io.dreamdb.index.IndexView;
import io.dreamdb.index.OpenIndex;
import io.dreamdb.index.PackBuild;
import io.dreamdb.index.PackEntry;
import io.dreamdb.index.SpatialIndex;
import io.dreamdb.index.StoredIndex;
import io.dreamdb.index.Training;
import io.dreamdb.index.VectorCompressor;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import io.dreamdb.schema.EmbeddingType;
import io.dreamdb.schema.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The index of one embedding of a branch: what makes and changes it. Each method plans on the head,
 * writes, and commits once; searches and writers go on beside it. What is built depends on the
 * version and the options alone, not on threads.
 */
public final class TableIndex {

  static final String REBUILD = "rebuild_ivf";
  static final String REFRESH = "refresh_index";
  static final String PUBLISH = "publish_rabitq";
  static final String COMPACT = "compact_index";

  private final Space space;
  private final Committer committer;
  private final Head base;
  private final Snapshot snapshot;
  private final Field field;
  private final IndexView view;
  private Consumer<BuildProgress> listener = progress -> {};

  TableIndex(Space space, Committer committer, Head base, Snapshot snapshot, Field field) {
    this.space = space;
    this.committer = committer;
    this.base = base;
    this.snapshot = snapshot;
    this.field = field;
    this.view = new IndexView(space.reader, field.id());
  }

  /**
   * Is told again and again how far a build is, on the threads that work, by one at a time. What it
   * throws ends the build.
   */
  public TableIndex onProgress(Consumer<BuildProgress> progress) {
    listener = progress;
    return this;
  }

  /** The index of the branch's head, if there is one. */
  private Optional<IndexTrack> track() {
    return base.stored().manifest().state().track(IndexTrack.name(field.id())).map(view::track);
  }

  private IndexTrack required(String operation) {
    return track().orElseThrow(() -> new InvalidInput(operation + ": " + withoutIndex(field)));
  }

  /** What an operation says that needs an index of a field. */
  static String withoutIndex(Field field) {
    return "'"
        + field.name()
        + "' has no index; make one by './dreamdb rebuild-ivf' or TableIndex.rebuild";
  }

  /** Divides space into cells anew, and covers all rows. */
  public IndexResult rebuild(IndexOptions options) {
    ObjectWriter writer = space.writer(base.epoch());
    TableVectors vectors = TableVectors.all(snapshot, field);
    int cells = options.cells() > 0 ? options.cells() : IndexOptions.cellsFor(rows(vectors));
    Training training =
        Training.train(
            vectors,
            type(),
            cells,
            options.seed(),
            options.spill().orElse(null),
            work(options.threads()));
    Training.Stored trained = training.store(writer, field.id(), List.of());
    VectorCompressor compressor =
        new VectorCompressor(type().dimension(), rotationSeed(options.seed()), options.refine());
    ObjectRef compressorRef =
        writer.write(ObjectFamily.compressors(field.id()), compressor.encode());
    IndexTrack empty = IndexTrack.empty(field.id(), trained.ref(), compressorRef);
    return replace(REBUILD, writer, empty, vectors, training.spills(), options.threads());
  }

  /** Covers the rows that no pack holds, in the cells that there are. */
  public IndexResult refresh() {
    IndexTrack track = required(REFRESH);
    List<UncoveredRows.Range> uncovered = UncoveredRows.of(snapshot, view.coverage(track));
    TableVectors vectors = TableVectors.of(snapshot, field, uncovered);
    if (uncovered.isEmpty()) {
      return new IndexResult(
          CommitResult.nothing(base.stored(), REFRESH), cells(track), 0, 0, 0, 0);
    }
    ObjectWriter writer = space.writer(base.epoch());
    List<PackEntry> packs = build(writer, track, vectors, view.spills(track), 0);
    IndexCommit.Body body =
        (head, step) -> {
          IndexTrack now = head.orElseThrow(() -> changed(REFRESH));
          requireSame(REFRESH, track, now);
          return changed(now, step, List.of(), packs, vectors.runs(), now.calibration()).ref();
        };
    return commit(REFRESH, writer, track, packs, body);
  }

  /**
   * Makes the codes of all rows anew with other bits, in the cells that there are.
   *
   * @param refine bits of an element of the second code: 0 (none), 4 or 8
   * @throws InvalidInput if there is no index or the bits are others
   */
  public IndexResult publish(int refine) {
    IndexTrack track = required(PUBLISH);
    IndexOptions options = IndexOptions.DEFAULT.withRefine(refine);
    ObjectWriter writer = space.writer(base.epoch());
    VectorCompressor before = view.compressor(track.compressor());
    VectorCompressor compressor =
        new VectorCompressor(before.dimension(), before.seed(), options.refine());
    ObjectRef ref = writer.write(ObjectFamily.compressors(field.id()), compressor.encode());
    IndexTrack empty = IndexTrack.empty(field.id(), track.spatial(), ref);
    TableVectors vectors = TableVectors.all(snapshot, field);
    return replace(PUBLISH, writer, empty, vectors, view.spills(track), 0);
  }

  /** Writes the packs anew so that each cell stands in one of them; covers all rows. */
  public IndexResult compact() {
    IndexTrack track = required(COMPACT);
    TableVectors vectors = TableVectors.all(snapshot, field);
    ObjectWriter writer = space.writer(base.epoch());
    RepackedIndex repacked = RepackedIndex.build(space, writer, view, track, vectors, work(0));
    IndexTrack built = repacked.replacedIn(track, writer, List.of()).track();
    List<Calibration> measured = calibrate(built, vectors);
    IndexCommit.Body body =
        (head, step) ->
            repacked.replacedIn(head.orElseThrow(() -> changed(COMPACT)), step, measured).ref();
    return commit(COMPACT, writer, track, repacked.packs(), body);
  }

  private List<Calibration> calibrate(IndexTrack built, TableVectors vectors) {
    return OpenIndex.open(space.reader, built, new IndexCache()).calibrate(vectors, listener);
  }

  /**
   * Builds packs of all rows, measures what they find, and puts them in the place of all others.
   */
  private IndexResult replace(
      String operation,
      ObjectWriter writer,
      IndexTrack empty,
      TableVectors vectors,
      boolean spills,
      int threads) {
    List<PackEntry> packs = build(writer, empty, vectors, spills, threads);
    StoredIndex built = changed(empty, writer, List.of(), packs, vectors.runs(), List.of());
    List<Calibration> measured = calibrate(built.track(), vectors);
    IndexCommit.Body body =
        (head, step) ->
            changed(built.track(), step, List.of(), List.of(), List.of(), measured).ref();
    return commit(operation, writer, empty, packs, body);
  }

  private List<PackEntry> build(
      ObjectWriter writer, IndexTrack track, TableVectors vectors, boolean spills, int threads) {
    PackBuild build = PackBuild.open(view, field.id(), track.spatial(), track.compressor(), spills);
    return build.build(vectors, 1, writer, new PackBuild.Work(work(threads), space.store::spool));
  }

  private BuildWork work(int threads) {
    return new BuildWork(SearchThreads.count(threads), listener);
  }

  private StoredIndex changed(
      IndexTrack track,
      ObjectWriter writer,
      List<PackEntry> removed,
      List<PackEntry> added,
      List<AnchorRun> covered,
      List<Calibration> calibration) {
    IndexChange change = new IndexChange(space.reader, writer, track);
    removed.forEach(change::remove);
    added.forEach(change::put);
    covered.forEach(change::cover);
    return change.finish(calibration);
  }

  private IndexResult commit(
      String operation,
      ObjectWriter writer,
      IndexTrack track,
      List<PackEntry> packs,
      IndexCommit.Body body) {
    CommitResult commit =
        committer.commit(base, new IndexCommit(space, operation, field.id(), writer, body));
    return new IndexResult(
        commit,
        cells(track),
        packs.size(),
        packs.stream().mapToLong(PackEntry::rows).sum(),
        packs.stream().mapToLong(PackEntry::entries).sum(),
        packs.stream().mapToLong(pack -> pack.pack().lengthBytes()).sum());
  }

  private int cells(IndexTrack track) {
    SpatialIndex spatial = view.spatial(track.spatial());
    return spatial.cells();
  }

  private static void requireSame(String operation, IndexTrack planned, IndexTrack now) {
    boolean same =
        planned.spatial().id().equals(now.spatial().id())
            && planned.compressor().id().equals(now.compressor().id());
    if (!same) {
      throw changed(operation);
    }
  }

  private static Conflict changed(String operation) {
    return new Conflict(operation + ": the index was changed meanwhile; run it again");
  }

  private static long rows(TableVectors vectors) {
    return vectors.runs().stream().mapToLong(AnchorRun::count).sum();
  }

  private EmbeddingType type() {
    return (EmbeddingType) field.type();
  }

  /** The rotation follows from the seed, so that the same options give the same codes. */
  private static CborBytes rotationSeed(long seed) {
    ByteBuffer text = StandardCharsets.US_ASCII.encode("dreamdb rotation " + seed);
    return CborBytes.copyOf(Arrays.copyOf(Blake3.hash(text), VectorCompressor.SEED_BYTES));
  }
}
