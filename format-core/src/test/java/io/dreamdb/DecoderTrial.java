package io.dreamdb;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Gives decoders what may be anything, and requires of each: it refuses the bytes by a failure that
 * names the object, or reads them as a value whose encoding they are; in little time and memory.
 */
final class DecoderTrial {

  private static final ThreadMXBean MEMORY = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long MAX_BYTES = 64L << 20;
  private static final long MAX_NANOS = 1_000_000_000L;

  /**
   * A machine may be busy for a second, and a class be loaded: what is much once is tried again.
   */
  private static final int TRIES = 4;

  private final GoldenDecoder decoder;
  private long refused;
  private long read;
  private long mostBytes;

  DecoderTrial(GoldenDecoder decoder) {
    this.decoder = decoder;
  }

  /** Tries one input; {@code about} says how to make it again. */
  void run(byte[] input, String about) {
    for (int attempt = 1; ; attempt++) {
      long before = MEMORY.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      boolean accepted = decode(input, about);
      long nanos = System.nanoTime() - start;
      long bytes = MEMORY.getCurrentThreadAllocatedBytes() - before;
      if (nanos <= MAX_NANOS && bytes <= MAX_BYTES) {
        mostBytes = Math.max(mostBytes, bytes);
        read += accepted ? 1 : 0;
        refused += accepted ? 0 : 1;
        return;
      }
      if (attempt == TRIES) {
        String cost = "took " + nanos / 1_000_000 + " ms and allocated " + bytes + " bytes";
        throw failure(cost, input, about, null);
      }
    }
  }

  private boolean decode(byte[] input, String about) {
    byte[] again;
    try {
      again = decoder.decoding().encodedAgain(input);
    } catch (CorruptObject | UnsupportedFormat | LimitExceeded e) {
      if (!String.valueOf(e.getMessage()).contains(decoder.called())) {
        throw failure("a refusal that does not say of what", input, about, e);
      }
      return false;
    } catch (RuntimeException | Error e) {
      throw failure("no refusal", input, about, e);
    }
    if (!Arrays.equals(again, input)) {
      String other = HexFormat.of().formatHex(again);
      throw failure("a value whose encoding is " + other, input, about, null);
    }
    return true;
  }

  private AssertionError failure(
      String what, byte[] input, String about, @org.jspecify.annotations.Nullable Throwable e) {
    String hex = HexFormat.of().formatHex(input);
    return new AssertionError(decoder.name() + ", " + about + ": " + what + "\nof " + hex, e);
  }

  long refused() {
    return refused;
  }

  @Override
  public String toString() {
    return decoder.name()
        + ": "
        + (refused + read)
        + " inputs, "
        + refused
        + " refused, "
        + read
        + " read, at most "
        + mostBytes
        + " bytes allocated";
  }
}
