package io.dreamdb;

import java.util.List;

/** Tries a decoder with mutations of what it reads: the same seed gives the same inputs. */
final class MutatedObjects {

  private static final String SEED = "dreamdb.test.seed";
  private static final String INPUTS = "dreamdb.fuzz.inputs";

  private MutatedObjects() {}

  /**
   * Tries so many inputs, or as many as the property {@value #INPUTS} says.
   *
   * @return what came of it
   */
  static DecoderTrial run(GoldenDecoder decoder, int inputs) {
    long seed = Long.getLong(SEED, System.nanoTime() & 0xffff_ffffL);
    Mutations mutations = new Mutations(seed ^ decoder.name().hashCode());
    List<GoldenDecoder> others = Decoders.all();
    DecoderTrial trial = new DecoderTrial(decoder);
    int count = Integer.getInteger(INPUTS, inputs);
    for (int i = 0; i < count; i++) {
      byte[] other = others.get(i % others.size()).golden();
      trial.run(
          mutations.next(decoder.golden(), other),
          "input " + i + ", rerun with -D" + SEED + "=" + seed + " -D" + INPUTS + "=" + (i + 1));
    }
    return trial;
  }
}
