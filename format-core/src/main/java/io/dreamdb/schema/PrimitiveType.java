package io.dreamdb.schema;

import java.util.Locale;

/** The types without parameters. */
public enum PrimitiveType implements Type {
  BOOLEAN,
  /** 32 bits, signed. */
  INT,
  /** 64 bits, signed. */
  BIGINT,
  /** IEEE 754 binary32. */
  FLOAT,
  /** IEEE 754 binary64. */
  DOUBLE,
  /** Valid UTF-8. */
  STRING,
  BINARY,
  /** Days from 1970-01-01 in the proleptic Gregorian calendar, 32 bits. */
  DATE,
  /** An instant: microseconds from 1970-01-01T00:00Z, 64 bits. */
  TIMESTAMP,
  /** A date and time of day without a zone: microseconds from 1970-01-01 00:00, 64 bits. */
  TIMESTAMP_NTZ;

  @Override
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return text();
  }
}
