package io.dreamdb.index;

/**
 * How far a build of an index is in one of its phases. A phase that does not happen is not told.
 *
 * @param phase what is being done
 * @param done how much of it is done
 * @param total how much there is, in the unit of the phase
 */
public record BuildProgress(Phase phase, long done, long total) {

  /** The phases in their order, and what each is counted in. */
  public enum Phase {
    /** Rows are drawn for the training: parts of the table. */
    SAMPLE,
    /** Cells are trained: rounds of k-means, or blocks of cells where there are several. */
    TRAIN,
    /** Rows are assigned to cells and encoded: rows. */
    ASSIGN,
    /** Codes are written: packs. */
    WRITE,
    /** For the calibration rows are compared with others: rows. */
    COMPARE,
    /** Its searches probe more and more cells until that finds no more: cells. */
    PROBE
  }
}
