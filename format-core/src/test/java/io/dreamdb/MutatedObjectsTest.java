package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MutatedObjectsTest {

  private static final int INPUTS = 10_000;

  static List<GoldenDecoder> decoders() {
    return Decoders.all();
  }

  @ParameterizedTest
  @MethodSource("decoders")
  void whatIsWrongInAFewPlacesIsRefusedOrReadAsWhatItIs(GoldenDecoder decoder) {
    assertThat(MutatedObjects.run(decoder, INPUTS).refused()).isGreaterThan(0);
  }
}
