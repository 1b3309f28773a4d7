package io.dreamdb.trino;

import io.airlift.slice.Slice;
import io.dreamdb.InvalidInput;
import io.trino.spi.block.Block;
import io.trino.spi.function.table.Argument;
import io.trino.spi.function.table.ScalarArgument;
import io.trino.spi.type.DoubleType;
import io.trino.spi.type.VarcharType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The arguments of a call of {@code vector_search}; one that is NULL counts as not given. */
record SearchArguments(Map<String, Argument> arguments) {

  Optional<Object> get(String name) {
    @Nullable Argument argument = arguments.get(name);
    return argument == null
        ? Optional.empty()
        : Optional.ofNullable(((ScalarArgument) argument).getValue());
  }

  Optional<Integer> int32(String name) {
    Optional<Object> value = get(name);
    if (value.isPresent() && (Long) value.get() != ((Long) value.get()).intValue()) {
      throw new InvalidInput(
          name.toLowerCase(Locale.ROOT) + " is " + value.get() + "; expected a number of 32 bits");
    }
    return value.map(number -> ((Long) number).intValue());
  }

  /** The 32-bit floats nearest to what was given. */
  Optional<float[]> vector(String name) {
    return get(name).map(value -> floats(name.toLowerCase(Locale.ROOT), (Block) value));
  }

  private static float[] floats(String name, Block block) {
    float[] values = new float[block.getPositionCount()];
    for (int i = 0; i < values.length; i++) {
      if (block.isNull(i)) {
        throw new InvalidInput(name + " has NULL at place " + (i + 1) + ": expected a number");
      }
      double value = DoubleType.DOUBLE.getDouble(block, i);
      values[i] = (float) value;
      if (!Float.isFinite(values[i])) {
        throw new InvalidInput(
            name
                + " has "
                + value
                + " at place "
                + (i + 1)
                + ": expected a finite number, of at most "
                + Float.MAX_VALUE);
      }
    }
    return values;
  }

  Optional<String> text(String name) {
    return get(name).map(value -> ((Slice) value).toStringUtf8());
  }

  Optional<List<String>> texts(String name) {
    return get(name)
        .map(value -> {
          Block block = (Block) value;
          List<String> texts = new ArrayList<>();
          for (int i = 0; i < block.getPositionCount(); i++) {
            if (block.isNull(i)) {
              throw new InvalidInput(
                  name.toLowerCase(Locale.ROOT)
                      + " has NULL at place "
                      + (i + 1)
                      + ": expected a text");
            }
            texts.add(VarcharType.VARCHAR.getSlice(block, i).toStringUtf8());
          }
          return texts;
        });
  }
}
