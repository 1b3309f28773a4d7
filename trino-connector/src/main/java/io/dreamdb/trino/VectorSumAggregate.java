package io.dreamdb.trino;

import io.dreamdb.udfs.VectorTotal;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AggregationFunction;
import io.trino.spi.function.AggregationState;
import io.trino.spi.function.CombineFunction;
import io.trino.spi.function.Description;
import io.trino.spi.function.InputFunction;
import io.trino.spi.function.OutputFunction;
import io.trino.spi.function.SqlType;

/** {@code vector_sum}. */
@AggregationFunction("vector_sum")
@Description("The sum of the vectors of a group, element by element")
public final class VectorSumAggregate {

  private VectorSumAggregate() {}

  @InputFunction
  public static void input(
      @AggregationState VectorTotalState state, @SqlType("array(real)") Block vector) {
    VectorTotals.add(state, VectorTotal.Fold.SUM, vector);
  }

  @CombineFunction
  public static void combine(
      @AggregationState VectorTotalState state, @AggregationState VectorTotalState other) {
    VectorTotals.merge(state, other);
  }

  @OutputFunction("array(real)")
  public static void output(@AggregationState VectorTotalState state, BlockBuilder out) {
    VectorTotals.write(state, out);
  }
}
