package io.dreamdb.index;

import static io.dreamdb.index.Decoding.require;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.hash.Blake3;
import io.dreamdb.kernel.Rotation;
import io.dreamdb.object.StructuralObject;
import io.dreamdb.schema.EmbeddingType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * How vectors become codes ({@code index.md}, section 3). Immutable.
 *
 * @param dimension elements of a vector
 * @param seed of the rotation, 16 bytes
 * @param refine bits of an element of a refinement code: 0 (none), 4 or 8
 */
public record VectorCompressor(int dimension, CborBytes seed, int refine) {

  /** Length of a seed in bytes. */
  public static final int SEED_BYTES = 16;

  /** Rounds of signs in a rotation. */
  static final int ROUNDS = 3;

  private static final String KIND = "vector_compressor";
  private static final String ALGORITHM = "dreamdb.rabitq";
  private static final int GROUP_BITS = 256;

  /** Checks the ranges. */
  public VectorCompressor {
    require(dimension >= 1 && dimension <= EmbeddingType.MAX_DIMENSION, "dimension " + dimension);
    require(seed.length() == SEED_BYTES, "a seed of " + seed.length() + " bytes");
    require(refine == 0 || refine == 4 || refine == 8, refine + " bits of refinement");
  }

  /** Elements of a code. */
  public int codeDimension() {
    return codeDimension(dimension);
  }

  /** The smallest multiple of 64 of the form m · 2ᵖ, m up to 7, that is not below. */
  public static int codeDimension(int dimension) {
    return Rotation.codeDimension(dimension);
  }

  /**
   * A compressor whose rotation follows from a seed.
   *
   * @param refine bits of an element of a refinement code: 0, 4 or 8
   */
  public static VectorCompressor of(int dimension, long seed, int refine) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(seed).array();
    byte[] hash = Arrays.copyOf(Blake3.hash(bytes), SEED_BYTES);
    return new VectorCompressor(dimension, CborBytes.copyOf(hash), refine);
  }

  /** The rotation of its seed. */
  public Rotation rotation() {
    return new Rotation(dimension, signs());
  }

  /**
   * The signs of the rotation's rounds: bit i mod 64 of word t · D / 64 + i / 64 is set where round
   * t negates element i.
   */
  long[] signs() {
    int words = codeDimension() / Long.SIZE;
    long[] signs = new long[ROUNDS * words];
    ByteBuffer input = ByteBuffer.allocate(SEED_BYTES + 1 + 4).order(ByteOrder.LITTLE_ENDIAN);
    input.put(seed.view());
    for (int round = 0; round < ROUNDS; round++) {
      for (int word = 0; word < words; word++) {
        int group = word * Long.SIZE / GROUP_BITS;
        input.put(SEED_BYTES, (byte) round).putInt(SEED_BYTES + 1, group);
        ByteBuffer hash =
            ByteBuffer.wrap(Blake3.hash(input.array())).order(ByteOrder.LITTLE_ENDIAN);
        signs[round * words + word] = hash.getLong(word % (GROUP_BITS / Long.SIZE) * Long.BYTES);
      }
    }
    return signs;
  }

  /** The bytes of the object. */
  public byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("algorithm", ALGORITHM)
            .put("dimension", dimension)
            .put("code", codeDimension())
            .put("seed", seed)
            .put("refine", refine)
            .build());
  }

  /**
   * Reads the object.
   *
   * @throws io.dreamdb.CorruptObject if it is malformed, naming the place
   * @throws io.dreamdb.UnsupportedFormat if it is of another algorithm
   */
  public static VectorCompressor decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    SpatialIndex.requireAlgorithm(fields, ALGORITHM);
    int dimension = fields.int32("dimension", 1, EmbeddingType.MAX_DIMENSION);
    CborItem code = fields.required("code");
    if (code.integer() != codeDimension(dimension)) {
      throw code.expected(codeDimension(dimension) + ", for the dimension " + dimension);
    }
    CborBytes seed = fields.bytes("seed", SEED_BYTES);
    CborItem refine = fields.required("refine");
    int bits = refine.int32(0, 8);
    if (bits != 0 && bits != 4 && bits != 8) {
      throw refine.expected("0, 4 or 8");
    }
    fields.done();
    return new VectorCompressor(dimension, seed, bits);
  }
}
