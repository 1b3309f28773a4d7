package io.dreamdb.kernel;

import jdk.incubator.vector.FloatVector;

/** The array kernels by lane width. Touched only where the Vector API is present. */
final class LaneWidth {

  private LaneWidth() {}

  /** The widest of 128, 256 and 512 bits that this machine runs well; 0 if it runs none. */
  static int preferred() {
    int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    return bits >= 512 ? 512 : bits >= 256 ? 256 : bits >= 128 ? 128 : 0;
  }

  static ArrayKernel kernel(int bits) {
    return switch (bits) {
      case 128 -> new Lanes128();
      case 256 -> new Lanes256();
      case 512 -> new Lanes512();
      default -> throw new IllegalArgumentException("no kernel of " + bits + " bits");
    };
  }
}
