package io.dreamdb.index;

import static io.dreamdb.index.Decoding.require;

import io.dreamdb.Metric;
import io.dreamdb.UnsupportedFormat;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How space is divided into cells ({@code index.md}, section 2): where the centroids are, not the
 * centroids themselves, which are {@link Centroids}. Immutable.
 */
public final class SpatialIndex {

  /** The most cells: 2²⁴. */
  public static final int MAX_CELLS = 1 << 24;

  /** The most cells of one block. */
  public static final int MAX_BLOCK_CELLS = 1 << 16;

  private static final String KIND = "spatial_index";
  private static final String ALGORITHM = "dreamdb.ivf";

  /**
   * A block of centroids.
   *
   * @param ref the object
   * @param cells how many cells it has
   */
  public record Block(ObjectRef ref, int cells) {

    /** Checks the number of cells. */
    public Block {
      require(cells >= 1 && cells <= MAX_BLOCK_CELLS, "a block of " + cells + " cells");
    }
  }

  private final int dimension;
  private final Metric metric;
  private final long seed;
  private final float[] mean;
  private final List<Block> blocks;
  private final int[] firstCells; // [blocks + 1]
  private final float @Nullable [] router;
  private final List<ObjectRef> parents;

  /**
   * Checks that the parts agree, and copies them.
   *
   * @param mean [dimension], what is subtracted before rotation
   * @param blocks in the order of their cells
   * @param router [blocks × dimension], the mean of each block's cells; null exactly if there is
   *     one block
   * @param parents the spatial indexes from which it was refined
   */
  public SpatialIndex(
      EmbeddingType type,
      long seed,
      float[] mean,
      List<Block> blocks,
      float @Nullable [] router,
      List<ObjectRef> parents) {
    this.dimension = type.dimension();
    this.metric = type.metric();
    this.seed = seed;
    this.mean = mean.clone();
    this.blocks = List.copyOf(blocks);
    this.router = router == null ? null : router.clone();
    this.parents = List.copyOf(parents);
    require(seed >= 0, "seed " + seed);
    require(mean.length == dimension, mean.length + " elements of a mean of " + dimension);
    require(!blocks.isEmpty(), "no block of centroids");
    require((router == null) == (blocks.size() == 1), blocks.size() + " blocks of a router");
    require(
        router == null || router.length == (long) blocks.size() * dimension,
        (router == null ? 0 : router.length) + " elements of a router");
    this.firstCells = new int[blocks.size() + 1];
    long cells = 0;
    for (int i = 0; i < blocks.size(); i++) {
      cells += blocks.get(i).cells();
      require(cells <= MAX_CELLS, "more than " + MAX_CELLS + " cells");
      firstCells[i + 1] = (int) cells;
    }
  }

  /** Elements of a vector. */
  public int dimension() {
    return dimension;
  }

  /** The metric of the field. */
  public Metric metric() {
    return metric;
  }

  /** From which it was trained. */
  public long seed() {
    return seed;
  }

  /** How many cells there are. */
  public int cells() {
    return firstCells[blocks.size()];
  }

  /** What is subtracted before rotation: [dimension], a copy. */
  public float[] mean() {
    return mean.clone();
  }

  /** The blocks of centroids in the order of their cells. */
  public List<Block> blocks() {
    return blocks;
  }

  /** The number of a block's first cell; of the block behind the last, the number of cells. */
  public int firstCell(int block) {
    return firstCells[block];
  }

  /** The block that has a cell. */
  public int blockOf(int cell) {
    Objects.checkIndex(cell, cells());
    int found = Arrays.binarySearch(firstCells, cell);
    return found >= 0 ? found : -found - 2;
  }

  /** The mean of each block's cells: [blocks × dimension], a copy; null if there is one block. */
  public float @Nullable [] router() {
    return router == null ? null : router.clone();
  }

  /** The spatial indexes from which it was refined; none if it was trained anew. */
  public List<ObjectRef> parents() {
    return parents;
  }

  /** The same cells, whose blocks and parents are copies. */
  public SpatialIndex copied(List<Block> copies, List<ObjectRef> copiedParents) {
    return new SpatialIndex(
        new EmbeddingType(dimension, metric), seed, mean, copies, router, copiedParents);
  }

  /** The bytes of the object. */
  public byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("algorithm", ALGORITHM)
            .put("dimension", dimension)
            .put("metric", metric.text())
            .put("seed", seed)
            .put("cells", cells())
            .put("mean", Floats.encode(mean))
            .put("blocks", blocks.stream().map(SpatialIndex::encode).toList())
            .putIfPresent("router", router == null ? null : Floats.encode(router))
            .put("parents", parents.stream().map(References::encode).toList())
            .build());
  }

  private static CborValue encode(Block block) {
    return CborArray.of(References.encode(block.ref()), new CborInt(block.cells()));
  }

  /**
   * Reads the object.
   *
   * @throws io.dreamdb.CorruptObject if it is malformed, naming the place
   * @throws UnsupportedFormat if it is of another algorithm
   */
  public static SpatialIndex decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    requireAlgorithm(fields, ALGORITHM);
    EmbeddingType type =
        new EmbeddingType(
            fields.int32("dimension", 1, EmbeddingType.MAX_DIMENSION),
            metric(fields.required("metric")));
    long seed = fields.nonNegative("seed");
    int cells = fields.int32("cells", 1, MAX_CELLS);
    float[] mean = Floats.decode(fields.required("mean"), type.dimension());
    List<Block> blocks = decodeBlocks(fields.required("blocks"));
    float[] router =
        fields
            .optional("router")
            .map(item -> Floats.decode(item, (long) blocks.size() * type.dimension()))
            .orElse(null);
    List<ObjectRef> parents = fields.array("parents").stream().map(References::decode).toList();
    fields.done();
    SpatialIndex index =
        Decoding.inRange(root, () -> new SpatialIndex(type, seed, mean, blocks, router, parents));
    if (index.cells() != cells) {
      throw fields.required("cells").expected("the " + index.cells() + " cells of the blocks");
    }
    return index;
  }

  private static List<Block> decodeBlocks(CborItem item) {
    List<Block> blocks = new ArrayList<>();
    for (CborItem block : item.array()) {
      List<CborItem> parts = block.array();
      if (parts.size() != 2) {
        throw block.expected("a reference and a number of cells");
      }
      blocks.add(
          new Block(References.decode(parts.get(0)), parts.get(1).int32(1, MAX_BLOCK_CELLS)));
    }
    return blocks;
  }

  private static Metric metric(CborItem item) {
    String text = item.text();
    for (Metric metric : Metric.values()) {
      if (metric.text().equals(text)) {
        return metric;
      }
    }
    throw item.expected("\"l2\", \"cosine\" or \"ip\"");
  }

  static void requireAlgorithm(CborFields fields, String known) {
    CborItem algorithm = fields.required("algorithm");
    if (!algorithm.text().equals(known)) {
      throw new UnsupportedFormat(
          algorithm.path()
              + " is '"
              + algorithm.text()
              + "', which this build does not know; it reads '"
              + known
              + "'");
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SpatialIndex that && Arrays.equals(encode(), that.encode());
  }

  @Override
  public int hashCode() {
    return Objects.hash(dimension, metric, seed, blocks);
  }

  @Override
  public String toString() {
    return cells() + " cells in " + blocks.size() + " blocks, dimension " + dimension;
  }
}
