package io.dreamdb.udfs;

/**
 * How far a result of Spark's arithmetic can be from the real number that it stands for. A top-k by
 * another arithmetic keeps every candidate that Spark might rank among the k, if it keeps those
 * within these bounds.
 *
 * <p><b>Promise.</b> For any vectors of {@code dimension} finite floats whose norms lie in the
 * given ranges, {@code |float - exact|} is at most the bound. A finite bound also promises that
 * nothing overflowed and that the result is finite and not NULL. Infinity says that nothing is
 * promised: the sums may overflow, or, for a cosine, underflow so far that Spark returns NULL.
 * Bounds grow with {@code most} and, for a cosine, as {@code least} falls.
 *
 * <p><b>Model</b> (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2.2 and 3.1).
 * With {@code u = 2^-24}, each f32 operation returns {@code (x op y)(1 + d) + e}, where {@code |d|
 * <= u}, and {@code |e| <= 2^-150} for products and quotients (they may be subnormal), {@code e =
 * 0} for sums and differences (exact when subnormal) and for roots (never subnormal). {@code k}
 * such factors multiply to {@code 1 + t} with {@code |t| <= g(k) = ku / (1 - ku)}.
 *
 * <p><b>Sums.</b> In {@link SparkArithmetic}'s order a term of a whole block meets at most 7
 * additions in its block, {@code dimension/8 - 1} of blocks (the first block is added to zero,
 * which is exact) and {@code dimension mod 8} behind them; below 8 elements there are {@code
 * dimension - 1}. With one factor for the product, {@code K = dimension} below 8 elements and
 * {@code K = 7 + dimension/8 + dimension mod 8} from there on. The {@code e} of the products pass
 * through the same additions, and {@code 1 + g <= 2}, so all together they add at most {@code E =
 * dimension * 2^-149}.
 *
 * <ul>
 *   <li><b>Inner product.</b> The error is at most {@code g(K) * sum |a_i b_i| + E}, and by Cauchy
 *       and Schwarz {@code sum |a_i b_i| <= |a| |b|}.
 *   <li><b>L2 distance.</b> Each difference has one factor, which is squared: with {@code D} the
 *       exact distance and {@code g = g(K + 2)}, the f32 sum is within {@code g D^2 + E} of {@code
 *       D^2}. As {@code 1 - g/2 - g^2/2 <= sqrt(1 - g)} and {@code sqrt(1 + g) <= 1 + g/2}, its
 *       root is within {@code h = D (g/2 + g^2/2) + sqrt(E)} of {@code D} (below as well: {@code
 *       sqrt(x - E) >= sqrt(x) - sqrt(E)}). The f32 root is correctly rounded: {@code h (1 + u) + D
 *       u}. By norms, {@code D <= |a| + |b|}.
 *   <li><b>Cosine similarity.</b> The f32 squares of the norms are {@code |a|^2 (1 + x)} and {@code
 *       |b|^2 (1 + y)} with {@code |x| <= g(K) + E/|a|^2}, {@code |y|} alike. Their f32 product is
 *       {@code |a|^2 |b|^2 (1 + p)} with {@code |p| <= P = (1 + |x|)(1 + |y|)(1 + u) - 1 + 2^-150 /
 *       (|a|^2 |b|^2)}. So root and quotient together multiply the f32 dot product by {@code q /
 *       (|a| |b|)} with {@code |q - 1| <= R = (1 + u) / ((1 - u) sqrt(1 - P)) - 1}: that is the
 *       upper side, and the lower is nearer to 1, since the product of both ends is at least 1. The
 *       dot product is {@code |a| |b| (c + s)} with {@code |s| <= S = g(K) + E/(|a| |b|)}; as
 *       {@code |c| <= 1} the error is at most {@code (1 + S) R + S + 2^-150}.
 *   <li><b>Cosine distance.</b> One more f32 subtraction, of a number within {@code B} of 1 - c:
 *       {@code B + u (2 + B)}.
 * </ul>
 *
 * <p>The bounds are themselves computed in double, where at most some dozen roundings of {@code
 * 2^-53} happen, one of them next to 1 when {@code R}, at least {@code 3u}, is formed; a factor of
 * {@code 1 + 2^-20} covers them. Stateless.
 */
public final class RoundingBound {

  private static final double U = 0x1p-24;
  private static final double HALF_SUBNORMAL = 0x1p-150;
  private static final double SUBNORMAL = 0x1p-149;
  private static final double SLACK = 1 + 0x1p-20;
  private static final double NONE = Double.POSITIVE_INFINITY;

  private RoundingBound() {}

  /** Of {@code vector_inner_product}, against the real inner product. */
  public static double innerProduct(int dimension, NormRange a, NormRange b) {
    double g = gamma(factors(dimension));
    double product = a.most() * b.most();
    double error = g * product + dimension * SUBNORMAL;
    return overflows(product + error) ? NONE : error * SLACK;
  }

  /** Of {@code vector_l2_distance}, against the real distance. */
  public static double l2Distance(int dimension, NormRange a, NormRange b) {
    return l2Distance(dimension, a.most() + b.most());
  }

  /**
   * The same where more is known than the norms.
   *
   * @param distance what the real distance is not above
   */
  public static double l2Distance(int dimension, double distance) {
    double g = gamma(factors(dimension) + 2);
    double underflow = dimension * SUBNORMAL;
    double square = distance * distance;
    if (overflows(square + g * square + underflow)) {
      return NONE;
    }
    double beforeRounding = distance * (g / 2 + g * g / 2) + Math.sqrt(underflow);
    return (beforeRounding * (1 + U) + distance * U) * SLACK;
  }

  /** Of {@code vector_cosine_similarity}, against the real cosine. */
  public static double cosineSimilarity(int dimension, NormRange a, NormRange b) {
    double g = gamma(factors(dimension));
    double underflow = dimension * SUBNORMAL;
    double leastA = a.least() * a.least();
    double leastB = b.least() * b.least();
    double x = g + underflow / leastA;
    double y = g + underflow / leastB;
    double p = x + y + x * y + U * (1 + x) * (1 + y) + HALF_SUBNORMAL / leastA / leastB;
    if (!(p <= 0.5)) { // also where a norm may be zero
      return NONE;
    }
    double mostA = a.most() * a.most();
    double mostB = b.most() * b.most();
    if (overflows(mostA * (1 + x))
        || overflows(mostB * (1 + y))
        || overflows(mostA * mostB * (1 + p))) {
      return NONE;
    }
    double s = g + underflow / a.least() / b.least();
    double r = (1 + U) / ((1 - U) * Math.sqrt(1 - p)) - 1;
    return ((1 + s) * r + s + HALF_SUBNORMAL) * SLACK;
  }

  /** Of {@code vector_cosine_distance}, against one less the real cosine. */
  public static double cosineDistance(int dimension, NormRange a, NormRange b) {
    double similarity = cosineSimilarity(dimension, a, b);
    return similarity + U * (2 + similarity) * SLACK;
  }

  /** The roundings that a term of a sum of products meets: K. */
  private static int factors(int dimension) {
    return dimension < 8 ? dimension : 7 + dimension / 8 + dimension % 8;
  }

  /** NaN, from infinite norms or where g promises nothing, counts as overflow. */
  private static boolean overflows(double magnitude) {
    return !(magnitude * SLACK < Float.MAX_VALUE);
  }

  /** g(k), or NaN where it is above 1 and the derivation does not hold. */
  private static double gamma(int k) {
    double ku = k * U;
    return ku <= 0.5 ? ku / (1 - ku) : Double.NaN;
  }
}
