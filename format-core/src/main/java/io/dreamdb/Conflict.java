package io.dreamdb;

/** Another commit won and this one cannot be repeated on top of it. */
public final class Conflict extends DreamException {

  private static final long serialVersionUID = 1L;

  /** States what the two commits disagree on and what to do. */
  public Conflict(String message) {
    super(message, null);
  }
}
