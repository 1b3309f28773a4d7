package io.dreamdb;

/** Stored bytes are not what their name or their layout says. */
public final class CorruptObject extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States the key or id, the offset, what was expected and what was found. */
  public CorruptObject(String message) {
    super(message, null);
  }

  /** States the same, and what caused it. */
  public CorruptObject(String message, Throwable cause) {
    super(message, cause);
  }
}
