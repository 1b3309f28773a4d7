package io.dreamdb.index;

import static io.dreamdb.index.Decoding.require;

/**
 * How long the parts of a pack are ({@code index.md}, section 5).
 *
 * @param words 64-bit words of a code
 * @param refine bits of an element of a refinement code: 0 (none), 4 or 8
 */
public record PackLayout(int words, int refine) {

  /** Entries of a block of codes. */
  public static final int BLOCK_ENTRIES = 8;

  /** Bytes of a cell in the directory. */
  static final int DIRECTORY_BYTES = 40;

  /** Bytes of an anchor run. */
  static final int RUN_BYTES = 16;

  private static final int ALIGNMENT = 64;
  private static final int MAX_WORDS = 1 << 10;

  /** Checks the ranges. */
  public PackLayout {
    require(words >= 1 && words <= MAX_WORDS, "a code of " + words + " words");
    require(refine == 0 || refine == 4 || refine == 8, refine + " bits of refinement");
  }

  /** The layout of packs of a compressor. */
  public static PackLayout of(VectorCompressor compressor) {
    return new PackLayout(compressor.codeDimension() / Long.SIZE, compressor.refine());
  }

  /** Elements of a code. */
  public int codeDimension() {
    return words * Long.SIZE;
  }

  /** Bytes of a block of eight entries: codes, {@code add}, {@code scale}. */
  public int blockBytes() {
    return (words + 1) * ALIGNMENT;
  }

  /** Bytes of a refinement code. */
  public int refinementBytes() {
    return words * Long.SIZE * refine / 8;
  }

  /** The next multiple of 64. */
  static long padded(long bytes) {
    return bytes + ALIGNMENT - 1 & -ALIGNMENT;
  }

  /** How many blocks so many entries have. */
  public static int blocks(int entries) {
    return (int) ((entries + BLOCK_ENTRIES - 1L) / BLOCK_ENTRIES);
  }

  long codesBytes(int entries) {
    return (long) blocks(entries) * blockBytes();
  }

  static long columnBytes(int entries) {
    return padded((long) entries * Float.BYTES);
  }

  /** Bytes of a cell's section. */
  long sectionBytes(int entries, int refBytes) {
    long bytes = codesBytes(entries) + padded((long) entries * refBytes) + 2 * columnBytes(entries);
    return refine == 0
        ? bytes
        : bytes + padded((long) entries * refinementBytes()) + 3 * columnBytes(entries);
  }

  /** Where the references of a cell begin in the object. */
  public long references(PackCell cell) {
    return cell.offset() + codesBytes(cell.entries());
  }

  /** Where the norms of a cell begin in the object: one binary32 per entry. */
  public long norms(PackCell cell) {
    return references(cell) + padded((long) cell.entries() * cell.refBytes());
  }

  /** Where the errors of a cell's codes begin in the object: one binary32 per entry. */
  public long errors(PackCell cell) {
    return norms(cell) + columnBytes(cell.entries());
  }

  /** Where the refinement codes of a cell begin in the object; only if there are any. */
  public long refinements(PackCell cell) {
    return errors(cell) + columnBytes(cell.entries());
  }

  /** Where the column {@code add} of the refinement codes begins. */
  public long refinementAdds(PackCell cell) {
    return refinements(cell) + padded((long) cell.entries() * refinementBytes());
  }

  /** Where the column {@code scale} of the refinement codes begins. */
  public long refinementScales(PackCell cell) {
    return refinementAdds(cell) + columnBytes(cell.entries());
  }

  /** Where the column {@code error} of the refinement codes begins. */
  public long refinementErrors(PackCell cell) {
    return refinementScales(cell) + columnBytes(cell.entries());
  }

  /** Where a cell's section ends. */
  public long end(PackCell cell) {
    return cell.offset() + sectionBytes(cell.entries(), cell.refBytes());
  }
}
