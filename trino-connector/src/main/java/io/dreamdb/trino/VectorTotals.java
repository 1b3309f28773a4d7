package io.dreamdb.trino;

import io.dreamdb.udfs.VectorTotal;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.ArrayType;
import io.trino.spi.type.RealType;

/** What both aggregates of vectors do with their states. */
final class VectorTotals {

  private static final ArrayType VECTOR = new ArrayType(RealType.REAL);

  private VectorTotals() {}

  static void add(VectorTotalState state, VectorTotal.Fold fold, Block vector) {
    VectorTotal total = state.getTotal();
    if (total == null) {
      total = new VectorTotal(fold);
      state.setTotal(total);
    }
    VectorTotal present = total;
    SqlFunctions.checked(() -> {
      present.add(SqlFunctions.view(vector));
      return present;
    });
  }

  static void merge(VectorTotalState state, VectorTotalState other) {
    VectorTotal mine = state.getTotal();
    VectorTotal theirs = other.getTotal();
    if (theirs == null) {
      return;
    }
    if (mine == null) {
      state.setTotal(theirs);
      return;
    }
    SqlFunctions.checked(() -> {
      mine.merge(theirs);
      return mine;
    });
  }

  static void write(VectorTotalState state, BlockBuilder out) {
    VectorTotal total = state.getTotal();
    float[] result = total == null ? null : total.result();
    if (result == null) {
      out.appendNull();
    } else {
      VECTOR.writeObject(out, SqlFunctions.block(result));
    }
  }
}
