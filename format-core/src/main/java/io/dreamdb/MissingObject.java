package io.dreamdb;

/** An object that a manifest names is not in the store. */
public final class MissingObject extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the key and what named it. */
  public MissingObject(String message) {
    super(message, null);
  }
}
