package io.dreamdb.track;

import io.dreamdb.cbor.CborItem;

/** What an operation did to rows. */
public enum TombstoneKind {
  /** The rows are deleted. */
  DELETE("delete"),
  /** The rows are deleted, and each was replaced by a new one. */
  UPDATE("update"),
  /** The rows are live again. */
  ROLLBACK("rollback");

  private final String text;

  TombstoneKind(String text) {
    this.text = text;
  }

  /** The name in the format: {@code delete}, {@code update} or {@code rollback}. */
  public String text() {
    return text;
  }

  /** Whether the rows are deleted after it. */
  public boolean deletes() {
    return this != ROLLBACK;
  }

  static TombstoneKind decode(CborItem item) {
    String found = item.text();
    for (TombstoneKind kind : values()) {
      if (kind.text.equals(found)) {
        return kind;
      }
    }
    throw item.expected("\"delete\", \"update\" or \"rollback\"");
  }
}
