package io.dreamdb.trino;

import io.airlift.slice.Slices;
import io.dreamdb.udfs.VectorTotal;
import io.trino.spi.block.Block;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.function.AccumulatorState;
import io.trino.spi.function.AccumulatorStateFactory;
import io.trino.spi.function.AccumulatorStateMetadata;
import io.trino.spi.function.AccumulatorStateSerializer;
import io.trino.spi.function.GroupedAccumulatorState;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarbinaryType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What an aggregate of vectors keeps of a group. */
@AccumulatorStateMetadata(
    stateSerializerClass = VectorTotalState.Serializer.class,
    stateFactoryClass = VectorTotalState.Factory.class)
public interface VectorTotalState extends AccumulatorState {

  /** The group's total; null before the first vector. */
  @Nullable VectorTotal getTotal();

  void setTotal(VectorTotal total);

  /** Makes states. */
  final class Factory implements AccumulatorStateFactory<VectorTotalState> {

    @Override
    public VectorTotalState createSingleState() {
      return new Single();
    }

    @Override
    public VectorTotalState createGroupedState() {
      return new Grouped();
    }
  }

  /** The state of one group. */
  final class Single implements VectorTotalState {

    private @Nullable VectorTotal total;

    @Override
    public @Nullable VectorTotal getTotal() {
      return total;
    }

    @Override
    public void setTotal(VectorTotal newTotal) {
      total = newTotal;
    }

    @Override
    public long getEstimatedSize() {
      return size(total);
    }
  }

  /** The states of many groups. */
  final class Grouped implements VectorTotalState, GroupedAccumulatorState {

    private @Nullable VectorTotal[] totals = new VectorTotal[16];
    private int group;

    @Override
    public void setGroupId(int groupId) {
      group = groupId;
    }

    @Override
    public void ensureCapacity(int size) {
      if (size > totals.length) {
        totals = Arrays.copyOf(totals, Math.max(size, totals.length * 2));
      }
    }

    @Override
    public @Nullable VectorTotal getTotal() {
      return totals[group];
    }

    @Override
    public void setTotal(VectorTotal newTotal) {
      totals[group] = newTotal;
    }

    @Override
    public long getEstimatedSize() {
      long size = 0;
      for (VectorTotal total : totals) {
        size += Long.BYTES + size(total);
      }
      return size;
    }
  }

  private static long size(@Nullable VectorTotal total) {
    return total == null ? 0 : 64 + (long) Float.BYTES * total.length();
  }

  /** States on their way between tasks: which fold, then the total. */
  final class Serializer implements AccumulatorStateSerializer<VectorTotalState> {

    @Override
    public Type getSerializedType() {
      return VarbinaryType.VARBINARY;
    }

    @Override
    public void serialize(VectorTotalState state, BlockBuilder out) {
      VectorTotal total = state.getTotal();
      if (total == null) {
        out.appendNull();
        return;
      }
      byte[] bytes = total.toBytes();
      byte[] message = new byte[bytes.length + 1];
      message[0] = (byte) total.fold().ordinal();
      System.arraycopy(bytes, 0, message, 1, bytes.length);
      VarbinaryType.VARBINARY.writeSlice(out, Slices.wrappedBuffer(message));
    }

    @Override
    public void deserialize(Block block, int index, VectorTotalState state) {
      byte[] message = VarbinaryType.VARBINARY.getSlice(block, index).getBytes();
      state.setTotal(
          VectorTotal.ofBytes(
              VectorTotal.Fold.values()[message[0]],
              Arrays.copyOfRange(message, 1, message.length)));
    }
  }
}
