package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** As {@link MutatedObjectsTest}, for a quarter of an hour. */
@Tag("slow")
class ManyMutatedObjectsTest {

  private static final int INPUTS = 1_000_000;

  static List<GoldenDecoder> decoders() {
    return Decoders.all();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void whatIsWrongInAFewPlacesIsRefusedOrReadAsWhatItIs(GoldenDecoder decoder) {
    DecoderTrial trial = MutatedObjects.run(decoder, INPUTS);
    System.out.println(trial);
    assertThat(trial.refused()).isGreaterThan(0);
  }
}
