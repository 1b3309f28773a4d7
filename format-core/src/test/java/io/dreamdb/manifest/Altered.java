package io.dreamdb.manifest;

import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Copies of values that differ in one place, given by a path such as {@code skips/0/1}. */
public final class Altered {

  private Altered() {}

  /** The value with another one at the path, where there may have been none. */
  public static CborValue put(CborValue root, String path, CborValue value) {
    return at(root, path, old -> value);
  }

  /** The value without what stands at the path. */
  public static CborValue remove(CborValue root, String path) {
    return at(root, path, old -> null);
  }

  /** The value with what stands at the path replaced. */
  public static CborValue at(
      CborValue root, String path, UnaryOperator<@Nullable CborValue> change) {
    CborValue changed = at(root, List.of(path.split("/")), change);
    if (changed == null) {
      throw new AssertionError("nothing is left");
    }
    return changed;
  }

  private static @Nullable CborValue at(
      @Nullable CborValue value, List<String> path, UnaryOperator<@Nullable CborValue> change) {
    if (path.isEmpty()) {
      return change.apply(value);
    }
    String step = path.get(0);
    List<String> rest = path.subList(1, path.size());
    if (value instanceof CborArray array) {
      List<CborValue> values = new ArrayList<>(array.values());
      int index = Integer.parseInt(step);
      CborValue inner = at(index < values.size() ? values.get(index) : null, rest, change);
      if (inner == null) {
        values.remove(index);
      } else if (index < values.size()) {
        values.set(index, inner);
      } else {
        values.add(inner);
      }
      return CborArray.of(values);
    }
    CborMap map = (CborMap) value;
    CborMap.Builder builder = CborMap.builder();
    map.forEach((key, field) -> builder.putIf(!key.equals(step), key, field));
    return builder.putIfPresent(step, at(map.get(step).orElse(null), rest, change)).build();
  }
}
