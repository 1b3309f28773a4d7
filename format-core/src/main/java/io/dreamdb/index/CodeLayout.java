package io.dreamdb.index;

/**
 * An entry on its way into a pack, where it stands alone: eight numbers, the code's words, then the
 * refinement code. The numbers are {@code add}, {@code scale}, {@code norm}, {@code error}, then
 * {@code add}, {@code scale}, {@code error} of the refinement code, binary32, and four zero bytes.
 * Little-endian. This is no format: it never leaves a build.
 *
 * @param words 64-bit words of a code
 * @param refinementBytes bytes of a refinement code
 */
record CodeLayout(int words, int refinementBytes) {

  static final int ADD = 0;
  static final int SCALE = 4;
  static final int NORM = 8;
  static final int ERROR = 12;
  static final int REFINEMENT_ADD = 16;
  static final int REFINEMENT_SCALE = 20;
  static final int REFINEMENT_ERROR = 24;
  static final int CODE = 32;

  static CodeLayout of(PackLayout layout) {
    return new CodeLayout(layout.words(), layout.refinementBytes());
  }

  /** Where the refinement code begins. */
  int refinement() {
    return CODE + words * Long.BYTES;
  }

  /** Length of an entry; a multiple of 8. */
  int bytes() {
    return refinement() + refinementBytes;
  }
}
