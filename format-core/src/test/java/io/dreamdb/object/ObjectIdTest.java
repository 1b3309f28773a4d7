package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectIdTest {

  private static final String SAMPLE = "dztstcp2xjy33x4jvclqsdd67oejdoa7rjm55cbjvzz3kxx64rrpe";

  @ParameterizedTest
  @ValueSource(
      strings = {
        SAMPLE,
        "d3zjkyj2hwkzt5nosibogh5x6wxpujgw3x32vuqb4gaashzpatka4",
        "dzwazfxlkudoyi2qclo56cvcxu75keblma42tfur65lvrglz5huku"
      })
  void publishedIdsParseAndPrintTheSame(String text) {
    ObjectId id = ObjectId.parse(text);

    assertThat(id).hasToString(text);
    assertThat(id.toBytes()).hasSize(33).startsWith(0x1e);
    assertThat(ObjectId.ofBytes(id.toBytes())).isEqualTo(id);
    assertThat(ObjectId.ofDigest(id.digest())).isEqualTo(id);
  }

  @Test
  void anotherLengthIsRefusedWithTheLength() {
    assertThatThrownBy(() -> ObjectId.parse(SAMPLE.substring(1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("53 characters, not 52");
    assertThatThrownBy(() -> ObjectId.ofBytes(new byte[32])).hasMessageContaining("not 32");
  }

  @Test
  void anotherAlgorithmIsRefused() {
    assertThatThrownBy(() -> ObjectId.parse("a" + SAMPLE.substring(1)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("0x1e");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "8", "9", "=", "D", "ä", " "})
  void anotherAlphabetIsRefusedWithThePosition(String character) {
    assertThatThrownBy(
            () -> ObjectId.parse(SAMPLE.substring(0, 7) + character + SAMPLE.substring(8)))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("position 7");
  }

  @Test
  void aLastBitThatIsNotZeroIsRefused() {
    assertThatThrownBy(() -> ObjectId.parse(SAMPLE.substring(0, 52) + "f"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("zero bits");
  }

  @Test
  void theOrderIsThatOfTheBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 1_000; i++) {
      byte[] left = new byte[32];
      byte[] right = new byte[32];
      random.nextBytes(left);
      random.nextBytes(right);
      if (i % 2 == 0) {
        System.arraycopy(left, 0, right, 0, 8 * (i % 4));
      }
      assertThat(Integer.signum(ObjectId.ofDigest(left).compareTo(ObjectId.ofDigest(right))))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(left, right)));
    }
  }
}
