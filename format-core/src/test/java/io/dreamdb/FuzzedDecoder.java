package io.dreamdb;

/** What Jazzer, in a JVM of its own, looks for failures in: a decoder. It calls both by name. */
public final class FuzzedDecoder {

  private static DecoderTrial trial;

  private FuzzedDecoder() {}

  /** Takes the number of the decoder in the list of all. */
  public static void fuzzerInitialize(String[] arguments) {
    trial = new DecoderTrial(Decoders.all().get(Integer.parseInt(arguments[0])));
  }

  /** Tries one input. */
  public static void fuzzerTestOneInput(byte[] input) {
    trial.run(input, "found by Jazzer");
  }
}
