package io.dreamdb.trino;

import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * A vector function of a column and a constant.
 *
 * @param function which
 * @param query the constant
 */
record Score(EngineFunction function, double[] query) {

  /** The form that travels: equal texts are equal scores. */
  String text() {
    ByteBuffer bytes = ByteBuffer.allocate(query.length * Double.BYTES);
    for (double value : query) {
      bytes.putDouble(value);
    }
    return function.name() + ":" + Base64.getEncoder().encodeToString(bytes.array());
  }

  static Score parse(String text) {
    int colon = text.indexOf(':');
    byte[] bytes = Base64.getDecoder().decode(text.substring(colon + 1));
    double[] query = new double[bytes.length / Double.BYTES];
    ByteBuffer.wrap(bytes).asDoubleBuffer().get(query);
    return new Score(EngineFunction.valueOf(text.substring(0, colon)), query);
  }
}
