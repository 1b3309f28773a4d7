package io.dreamdb.kernel;

/** The twin in plain Java. */
final class ScalarSelection implements SelectionLoop {

  @Override
  public int select(float[] values, int count, int r, int[] out) {
    float[] scratch = new float[count];
    int numbers = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] < Float.POSITIVE_INFINITY) {
        scratch[numbers++] = values[i];
      }
    }
    float bound = r < numbers ? ranked(scratch, numbers, r) : Float.MAX_VALUE;
    int found = 0;
    for (int i = 0; i < count; i++) {
      if (values[i] <= bound) {
        out[found++] = i;
      }
    }
    return found;
  }

  /** The r-th smallest of the first {@code count}, none of them NaN, which it reorders. */
  static float ranked(float[] values, int count, int r) {
    int low = 0;
    int high = count - 1;
    int random = 0x9E3779B9;
    while (low < high) {
      random = random * 0x5DEECE6D + 11;
      float pivot = values[low + (int) ((random & 0xFFFFFFFFL) * (high - low + 1) >>> 32)];
      int left = low;
      int right = high;
      while (left <= right) {
        while (values[left] < pivot) {
          left++;
        }
        while (values[right] > pivot) {
          right--;
        }
        if (left <= right) {
          float swapped = values[left];
          values[left++] = values[right];
          values[right--] = swapped;
        }
      }
      if (r - 1 <= right) {
        high = right;
      } else if (r - 1 >= left) {
        low = left;
      } else {
        return pivot;
      }
    }
    return values[low];
  }

  /** The largest of the values that are at most a limit. */
  static float greatest(float[] values, float limit) {
    float greatest = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      greatest = value <= limit && value > greatest ? value : greatest;
    }
    return greatest;
  }
}
