package io.dreamdb.store;

import java.util.Arrays;

/**
 * What a register holds: the version and the bytes that belong together.
 *
 * @param version {@link Version#ABSENT} where there is no such register
 * @param value the bytes, copied in and out; empty when absent
 */
public record Register(Version version, byte[] value) {

  /** No such register. */
  public static final Register ABSENT = new Register(Version.ABSENT, new byte[0]);

  /** Copies the value. */
  public Register {
    value = value.clone();
  }

  @Override
  public byte[] value() {
    return value.clone();
  }

  /** Whether there is no such register. */
  public boolean isAbsent() {
    return version.equals(Version.ABSENT);
  }

  /** Length of the value. */
  public int lengthBytes() {
    return value.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Register that
        && version.equals(that.version)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * version.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "Register[version=" + version.token() + ", " + value.length + " bytes]";
  }
}
