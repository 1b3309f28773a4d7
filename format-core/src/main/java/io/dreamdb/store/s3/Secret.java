package io.dreamdb.store.s3;

/**
 * Text that nothing prints.
 *
 * @param value the text
 */
record Secret(String value) {

  @Override
  public String toString() {
    return "<redacted>";
  }
}
