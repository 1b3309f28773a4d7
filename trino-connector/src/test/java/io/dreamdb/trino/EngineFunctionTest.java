package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.operator.scalar.ArrayVectorFunctions;
import io.trino.spi.TrinoException;
import io.trino.spi.block.Block;
import io.trino.spi.block.LongArrayBlock;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EngineFunctionTest {

  private static final long SEED = 20_260_101;

  private static double engine(EngineFunction function, Block a, Block b) {
    return switch (function) {
      case COSINE_DISTANCE -> ArrayVectorFunctions.cosineDistance(a, b);
      case COSINE_SIMILARITY -> ArrayVectorFunctions.cosineSimilarity(a, b);
      case DOT_PRODUCT -> ArrayVectorFunctions.dotProduct(a, b);
      case EUCLIDEAN_DISTANCE -> ArrayVectorFunctions.euclideanDistance(a, b);
    };
  }

  private static Block block(double... values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    return new LongArrayBlock(bits.length, Optional.empty(), bits);
  }

  private static double[] widened(float[] vector) {
    double[] wide = new double[vector.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = vector[i];
    }
    return wide;
  }

  @ParameterizedTest
  @EnumSource
  void eachFunctionHasTheBitsOfTheEnginesOwnInEitherOrder(EngineFunction function) {
    Random random = new Random(SEED);
    for (int run = 0; run < 5_000; run++) {
      int dimension = 1 + random.nextInt(200);
      float[] vector = new float[dimension];
      double[] query = new double[dimension];
      double scale = Math.pow(10, random.nextInt(36) - 18);
      for (int i = 0; i < dimension; i++) {
        vector[i] = (float) (random.nextGaussian() * scale);
        query[i] = random.nextBoolean() ? random.nextGaussian() : (float) random.nextGaussian();
      }
      long ours = Double.doubleToRawLongBits(function.of(vector, 0, query));
      Block a = block(widened(vector));
      Block b = block(query);
      assertThat(ours)
          .as("seed %d, run %d", SEED, run)
          .isEqualTo(Double.doubleToRawLongBits(engine(function, a, b)))
          .isEqualTo(Double.doubleToRawLongBits(engine(function, b, a)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COSINE_DISTANCE", "COSINE_SIMILARITY"})
  void aZeroVectorFailsWithTheEnginesMessage(EngineFunction function) {
    double[] query = {1, 2};
    Throwable engines = thrown(() -> engine(function, block(0, 0), block(query)));
    assertThatThrownBy(() -> function.of(new float[2], 0, query))
        .isInstanceOfSatisfying(
            TrinoException.class,
            e -> assertThat(e.getErrorCode()).isEqualTo(((TrinoException) engines).getErrorCode()))
        .hasMessage(engines.getMessage());
  }

  private static Throwable thrown(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      return e;
    }
    throw new AssertionError("nothing was thrown");
  }
}
