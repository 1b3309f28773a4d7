package io.dreamdb.dataset;

/**
 * Something in a table that is not as the format says.
 *
 * @param severity whether it can hide or change rows
 * @param key the key of the object at fault, or the ref
 * @param expected what should be there
 * @param found what is there
 */
public record Finding(Severity severity, String key, String expected, String found) {

  /** How much a finding matters. */
  public enum Severity {
    /** Something is lost or contradicts itself: readers fail or see what was never written. */
    ERROR,
    /** Readers manage, only slower. */
    WARNING
  }
}
