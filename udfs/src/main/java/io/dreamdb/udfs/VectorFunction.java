package io.dreamdb.udfs;

import static io.dreamdb.udfs.SqlType.BINARY;
import static io.dreamdb.udfs.SqlType.FLOAT;
import static io.dreamdb.udfs.SqlType.INT;
import static io.dreamdb.udfs.SqlType.STRING;
import static io.dreamdb.udfs.SqlType.VECTOR;

import io.dreamdb.udfs.FunctionSignature.Argument;
import java.util.ArrayList;
import java.util.List;

/**
 * The functions, as both engines register and document them. The user's guide repeats these texts;
 * a test compares.
 */
@SuppressWarnings("ImmutableEnumChecker") // its lists are unmodifiable copies
public enum VectorFunction {
  /** {@link VectorFunctions#l2Distance}. */
  L2_DISTANCE(
      "vector_l2_distance",
      Origin.SPARK,
      calls(FLOAT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The Euclidean distance: the root of the sum of the squared differences. Two empty"
              + " vectors have the distance 0.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_l2_distance(array(3.0F, 4.0F), array(0.0F, 0.0F))", "5.0"))),

  /** {@link VectorFunctions#cosineSimilarity}. */
  COSINE_SIMILARITY(
      "vector_cosine_similarity",
      Origin.SPARK,
      calls(FLOAT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The cosine of the angle between the vectors: their inner product, divided by the"
              + " product of their norms. It is 1 for vectors of one direction, 0 for orthogonal"
              + " and -1 for opposite ones, up to rounding. Where the product of the norms is"
              + " above 1.8e19, that of their squares overflows and makes it 0 or NaN.",
          "NULL if an argument or an element is NULL, if a vector is zero or empty, or if the"
              + " product of the squared norms is so small that it vanishes in 32 bits.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_cosine_similarity(array(2.0F, 0.0F), array(0.0F, 3.0F))", "0.0"),
          new FunctionExample(
              "SELECT vector_cosine_similarity(array(0.0F, 0.0F), array(1.0F, 2.0F))", "NULL"))),

  /** {@link VectorFunctions#innerProduct}. */
  INNER_PRODUCT(
      "vector_inner_product",
      Origin.SPARK,
      calls(FLOAT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The sum of the products of the elements, 0 for empty vectors. Larger is more similar:"
              + " order by it descending.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_inner_product(array(1.0F, 2.0F, 3.0F), array(4.0F, 5.0F, 6.0F))",
              "32.0"))),

  /** {@link VectorFunctions#norm(VectorView, float)}. */
  NORM(
      "vector_norm",
      Origin.SPARK,
      calls(FLOAT, new Argument("vector", VECTOR)).or(new Argument("degree", FLOAT)),
      new Text(
          "The magnitude of the vector. Degree 2 (the default) is the Euclidean norm, degree 1"
              + " the sum of the absolute values, infinity the largest absolute value, where a"
              + " NaN is passed over. The norm of an empty vector is 0.",
          "NULL if an argument or an element is NULL.",
          "A degree other than 1, 2 and infinity is refused.",
          new FunctionExample("SELECT vector_norm(array(3.0F, 4.0F))", "5.0"),
          new FunctionExample("SELECT vector_norm(array(3.0F, -4.0F), 1.0F)", "7.0"),
          new FunctionExample("SELECT vector_norm(array(3.0F, -4.0F), float('inf'))", "4.0"))),

  /** {@link VectorFunctions#normalize(VectorView, float)}. */
  NORMALIZE(
      "vector_normalize",
      Origin.SPARK,
      calls(VECTOR, new Argument("vector", VECTOR)).or(new Argument("degree", FLOAT)),
      new Text(
          "The vector, each element divided by the vector's norm of that degree (as in"
              + " vector_norm). An empty vector stays empty.",
          "NULL if an argument or an element is NULL, or if the norm is below 1.17549435E-38,"
              + " the smallest normal 32-bit float, as that of a zero vector is.",
          "A degree other than 1, 2 and infinity is refused.",
          new FunctionExample("SELECT vector_normalize(array(3.0F, 4.0F))", "[0.6,0.8]"),
          new FunctionExample(
              "SELECT vector_normalize(array(3.0F, 4.0F), float('inf'))", "[0.75,1.0]"),
          new FunctionExample("SELECT vector_normalize(array(0.0F, 0.0F))", "NULL"))),

  /** {@link VectorTotal.Fold#SUM}. */
  SUM(
      "vector_sum",
      Origin.SPARK_AGGREGATE,
      calls(VECTOR, new Argument("vector", VECTOR)),
      new Text(
          "Aggregate: the sum of the vectors of a group, element by element, in 32 bits. The"
              + " last bits depend on the order in which the engine takes the rows.",
          "NULL vectors and vectors with a NULL element are passed over; NULL if none is left.",
          "Vectors of different lengths in one group are refused.",
          new FunctionExample(
              "SELECT vector_sum(v) FROM VALUES (array(1.0F, 2.0F)), (array(3.0F, 4.0F)) AS t(v)",
              "[4.0,6.0]"))),

  /** {@link VectorTotal.Fold#AVERAGE}. */
  AVG(
      "vector_avg",
      Origin.SPARK_AGGREGATE,
      calls(VECTOR, new Argument("vector", VECTOR)),
      new Text(
          "Aggregate: the mean of the vectors of a group, element by element, kept as a running"
              + " mean in 32 bits. The last bits depend on the order in which the engine takes"
              + " the rows.",
          "NULL vectors and vectors with a NULL element are passed over; NULL if none is left.",
          "Vectors of different lengths in one group are refused.",
          new FunctionExample(
              "SELECT vector_avg(v) FROM VALUES (array(1.0F, 2.0F)), (array(3.0F, 4.0F)) AS t(v)",
              "[2.0,3.0]"))),

  /** {@link VectorFunctions#cosineDistance}. */
  COSINE_DISTANCE(
      "vector_cosine_distance",
      Origin.DREAMDB,
      calls(FLOAT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "1 less vector_cosine_similarity, subtracted in 32 bits: smaller is nearer, as for the"
              + " other distances.",
          "NULL where vector_cosine_similarity is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_cosine_distance(array(2.0F, 0.0F), array(-3.0F, 0.0F))", "2.0"))),

  /** {@link VectorFunctions#l1Distance}. */
  L1_DISTANCE(
      "vector_l1_distance",
      Origin.DREAMDB,
      calls(FLOAT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The Manhattan distance: the sum of the absolute differences, which equals vector_norm"
              + " of degree 1 over vector_subtract. Two empty vectors have the distance 0.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_l1_distance(array(3.0F, -4.0F), array(1.0F, 1.0F))", "7.0"))),

  /** {@link VectorFunctions#hammingDistance}. */
  HAMMING_DISTANCE(
      "vector_hamming_distance",
      Origin.DREAMDB,
      calls(INT, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The number of positions at which the vectors differ; meant for vectors of 0 and 1 and"
              + " for quantized ones. 0 and -0 are the same, and so are two NaN.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_hamming_distance(array(1.0F, 0.0F, 1.0F), array(1.0F, 1.0F, 0.0F))",
              "2"))),

  /** {@link VectorFunctions#add}. */
  ADD(
      "vector_add",
      Origin.DREAMDB,
      calls(VECTOR, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The sum of two vectors, element by element, in 32 bits.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_add(array(1.0F, 2.0F), array(0.5F, -2.0F))", "[1.5,0.0]"))),

  /** {@link VectorFunctions#subtract}. */
  SUBTRACT(
      "vector_subtract",
      Origin.DREAMDB,
      calls(VECTOR, new Argument("a", VECTOR), new Argument("b", VECTOR)),
      new Text(
          "The first vector less the second, element by element, in 32 bits.",
          "NULL if an argument or an element is NULL.",
          "Vectors of different lengths are refused.",
          new FunctionExample(
              "SELECT vector_subtract(array(1.0F, 2.0F), array(0.5F, -2.0F))", "[0.5,4.0]"))),

  /** {@link VectorFunctions#scale}. */
  SCALE(
      "vector_scale",
      Origin.DREAMDB,
      calls(VECTOR, new Argument("vector", VECTOR), new Argument("factor", FLOAT)),
      new Text(
          "The vector, each element times the factor, in 32 bits.",
          "NULL if an argument or an element is NULL.",
          "None.",
          new FunctionExample("SELECT vector_scale(array(1.0F, -2.0F), 0.5F)", "[0.5,-1.0]"))),

  /** {@link VectorFunctions#quantize(VectorView, float)}. */
  QUANTIZE(
      "vector_quantize",
      Origin.DREAMDB,
      calls(VECTOR, new Argument("vector", VECTOR)).or(new Argument("scale", FLOAT)),
      new Text(
          "The vector in steps of the scale: each element becomes the whole number next to"
              + " element / scale (of two equally near ones the even one), kept within -127 and"
              + " 127, so that it fits a signed byte. Without a scale it is the vector's own:"
              + " its largest absolute value / 127, so that this element becomes 127 or -127."
              + " Infinities become 127 and -127, NaN stays NaN. vector_scale(vector_quantize(v,"
              + " s), s) is v up to half a step where no element was cut off; quantize with one"
              + " scale what is to be compared.",
          "NULL if an argument or an element is NULL.",
          "A scale that is not positive and finite is refused.",
          new FunctionExample(
              "SELECT vector_quantize(array(0.1F, -0.26F, 0.5F, 99.0F), 0.25F)",
              "[0.0,-1.0,2.0,127.0]"),
          new FunctionExample(
              "SELECT vector_quantize(array(2.0F, -2.0F, 0.5F))", "[127.0,-127.0,32.0]"))),

  /** {@link VectorFunctions#objectId(byte[])}. */
  OBJECT_ID(
      "object_id",
      Origin.DREAMDB,
      calls(STRING, new Argument("bytes", BINARY)),
      new Text(
          "The id under which an object with these bytes is stored, 53 characters: 0x1e and the"
              + " BLAKE3-256 hash of the bytes, in lower-case base32 without padding.",
          "NULL if the argument is NULL.",
          "None.",
          new FunctionExample(
              "SELECT object_id(X'')", "d2xrgsnz6x42djvaibg6unw4zfezxszfzgw4cevxzsnjhsxed4zge")));

  private final String sqlName;
  private final Origin origin;
  private final Text text;
  private final List<FunctionSignature> signatures;

  VectorFunction(String sqlName, Origin origin, Calls calls, Text text) {
    this.sqlName = sqlName;
    this.origin = origin;
    this.text = text;
    this.signatures = calls.signatures(sqlName);
  }

  /** The name in both engines, lower case. */
  public String sqlName() {
    return sqlName;
  }

  /** The ways to call it; without the optional argument first. */
  public List<FunctionSignature> signatures() {
    return signatures;
  }

  /** Whether it folds the vectors of a group ({@link VectorTotal}) instead of its arguments. */
  public boolean isAggregate() {
    return origin == Origin.SPARK_AGGREGATE;
  }

  /** Whether Spark 4.2 brings a function of this name, whose results ours repeats. */
  public boolean isSparks() {
    return origin != Origin.DREAMDB;
  }

  /** What it computes: plain sentences, without markup, for {@code DESCRIBE FUNCTION} alike. */
  public String description() {
    return text.description();
  }

  /** When the result is NULL. */
  public String nullRule() {
    return text.nullRule();
  }

  /** What fails with {@code InvalidInput}. */
  public String refusals() {
    return text.refusals();
  }

  /** Queries with their results, at least one. */
  public List<FunctionExample> examples() {
    return text.examples();
  }

  private static Calls calls(SqlType result, Argument... arguments) {
    return new Calls(result, List.of(arguments), List.of());
  }

  private enum Origin {
    SPARK,
    SPARK_AGGREGATE,
    DREAMDB
  }

  private record Calls(SqlType result, List<Argument> required, List<Argument> optional) {

    Calls or(Argument argument) {
      return new Calls(result, required, List.of(argument));
    }

    List<FunctionSignature> signatures(String function) {
      List<FunctionSignature> signatures = new ArrayList<>();
      signatures.add(new FunctionSignature(function, required, result));
      if (!optional.isEmpty()) {
        List<Argument> all = new ArrayList<>(required);
        all.addAll(optional);
        signatures.add(new FunctionSignature(function, all, result));
      }
      return List.copyOf(signatures);
    }
  }

  private record Text(
      String description, String nullRule, String refusals, List<FunctionExample> examples) {

    Text(String description, String nullRule, String refusals, FunctionExample... examples) {
      this(description, nullRule, refusals, List.of(examples));
    }
  }
}
