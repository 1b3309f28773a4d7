package io.dreamdb.store.s3;

/** What a {@link StrictS3Server} makes of {@code If-Match} and {@code If-None-Match} on writes. */
public enum ConditionMode {
  /** Compared and applied under one lock per key. */
  HONOURED,

  /** Not looked at, as by servers that do not know them. */
  IGNORED,

  /** Compared first and applied a little later, without a lock, as by several servers in use. */
  RACED
}
