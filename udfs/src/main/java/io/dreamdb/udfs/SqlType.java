package io.dreamdb.udfs;

/** A type of an argument or a result, with its name in both engines. */
public enum SqlType {
  /** A vector: 32-bit floats, elements may be NULL. */
  VECTOR("ARRAY<FLOAT>", "array(real)"),
  /** A 32-bit float. */
  FLOAT("FLOAT", "real"),
  /** A 32-bit integer. */
  INT("INT", "integer"),
  /** Bytes. */
  BINARY("BINARY", "varbinary"),
  /** Text. */
  STRING("STRING", "varchar");

  private final String spark;
  private final String trino;

  SqlType(String spark, String trino) {
    this.spark = spark;
    this.trino = trino;
  }

  /** The name in Spark SQL. */
  public String spark() {
    return spark;
  }

  /** The name in Trino. */
  public String trino() {
    return trino;
  }
}
