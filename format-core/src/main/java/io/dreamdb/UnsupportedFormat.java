package io.dreamdb;

/**
 * Stored bytes are well formed, but of a kind, version or feature that this build does not know.
 */
public final class UnsupportedFormat extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the kind, version or feature. */
  public UnsupportedFormat(String message) {
    super(message, null);
  }
}
