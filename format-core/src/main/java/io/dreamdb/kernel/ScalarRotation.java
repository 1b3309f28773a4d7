package io.dreamdb.kernel;

/** The twin in plain Java. */
final class ScalarRotation implements RotationLoop {

  @Override
  public void round(float[] x, int at, int length, int blockLength, float[] signs, int signsAt) {
    for (int i = 0; i < length; i++) {
      x[at + i] *= signs[signsAt + i];
    }
    float factor = RotationLoop.factor(blockLength);
    for (int block = at; block < at + length; block += blockLength) {
      transform(x, block, blockLength);
      for (int i = block; i < block + blockLength; i++) {
        x[i] *= factor;
      }
    }
    if (length > blockLength) {
      reflect(x, at, length, blockLength);
    }
  }

  private static void transform(float[] x, int at, int length) {
    for (int half = 1; half < length; half *= 2) {
      for (int pair = at; pair < at + length; pair += 2 * half) {
        for (int i = pair; i < pair + half; i++) {
          float a = x[i];
          float b = x[i + half];
          x[i] = a + b;
          x[i + half] = a - b;
        }
      }
    }
  }

  private static void reflect(float[] x, int at, int length, int blockLength) {
    float factor = (float) (2.0 * blockLength / length);
    for (int j = at; j < at + blockLength; j++) {
      float sum = x[j];
      for (int i = j + blockLength; i < at + length; i += blockLength) {
        sum += x[i];
      }
      float mean = sum * factor;
      for (int i = j; i < at + length; i += blockLength) {
        x[i] -= mean;
      }
    }
  }
}
