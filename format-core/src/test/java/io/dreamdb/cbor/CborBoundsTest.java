package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.dreamdb.CorruptObject;
import io.dreamdb.LimitExceeded;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input costs no more than its length pays for. */
class CborBoundsTest {

  private static final int INPUT_BYTES = 1 << 20;

  /** The dearest item is a map with one key of one character: five bytes, ten objects. */
  private static final long HEAP_PER_INPUT_BYTE = 64;

  private static final long SLACK_BYTES = 64 << 10;

  @ParameterizedTest(name = "an array of {0}")
  @ValueSource(
      strings = {
        "00",
        "1818",
        "60",
        "6161",
        "4161",
        "80",
        "8100",
        "a0",
        "a16000",
        "a1616100",
        "a161616161"
      })
  void readingManySmallItemsTakesASmallMultipleOfTheInput(String item) {
    byte[] input = arrayOf(HexFormat.of().parseHex(item));
    assertThat(allocatedBy(() -> Cbor.decode(input, "input")))
        .isLessThan(HEAP_PER_INPUT_BYTE * input.length + SLACK_BYTES);
  }

  @Test
  void arraysThatEachClaimAllThatIsLeftTakeNoMoreThanOneOfThem() {
    ByteBuffer input = ByteBuffer.allocate(INPUT_BYTES);
    for (int level = 0; level < Cbor.MAX_DEPTH; level++) {
      input.put((byte) 0x9a).putInt(INPUT_BYTES - input.position() - 5 - 4);
    }
    assertThat(allocatedBy(() -> assertRefused(input.array())))
        .isLessThan(8L * INPUT_BYTES + SLACK_BYTES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5b7fffffffffffffff",
        "7b7fffffffffffffff",
        "9b0000000100000000",
        "bb3fffffffffffffff",
        "9a7fffffff",
        "ba3fffffff",
        "819a7fffffff",
        "a1617a5a7fffffff"
      })
  void aDeclaredSizeIsRefusedBeforeItIsAllocated(String hex) {
    byte[] input = HexFormat.of().parseHex(hex + "000000");
    assertThat(allocatedBy(() -> assertRefused(input))).isLessThan(SLACK_BYTES);
  }

  @Test
  void aTreeOfTheGreatestDepthIsWrittenAndReadAgain() {
    CborValue deepest = new CborInt(1);
    for (int level = 0; level < Cbor.MAX_DEPTH; level++) {
      deepest =
          level % 2 == 0 ? CborArray.of(deepest) : CborMap.builder().put("k", deepest).build();
    }
    assertThat(Cbor.decode(Cbor.encode(deepest), "tree")).isEqualTo(deepest);

    CborValue tooDeep = deepest;
    assertThatThrownBy(() -> CborArray.of(tooDeep))
        .isInstanceOf(LimitExceeded.class)
        .hasMessage("33 arrays and maps inside one another: at most 32 can be encoded");
    assertThatThrownBy(() -> CborMap.builder().put("k", tooDeep).build())
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void depthIsCountedPerBranch() {
    byte[] siblings = HexFormat.of().parseHex("98" + "28" + "8100".repeat(40));
    assertThatCode(() -> Cbor.decode(siblings, "siblings")).doesNotThrowAnyException();
  }

  @Test
  void moreBytesThanAnArrayHoldsAreRefusedBeforeWriting() {
    CborBytes mebibyte = CborBytes.copyOf(new byte[1 << 20]);
    CborValue[] copies = new CborValue[2048];
    Arrays.fill(copies, mebibyte);
    CborArray array = CborArray.of(List.of(copies));
    assertThat(Cbor.encodedLength(array)).isEqualTo(3 + 2048L * (5 + (1 << 20)));
    assertThatThrownBy(() -> Cbor.encode(array))
        .isInstanceOf(LimitExceeded.class)
        .hasMessageContaining("2147493891 bytes")
        .hasMessageContaining("2147483639");
  }

  private static byte[] arrayOf(byte[] item) {
    int count = INPUT_BYTES / item.length;
    ByteBuffer input = ByteBuffer.allocate(5 + count * item.length).put((byte) 0x9a).putInt(count);
    while (input.hasRemaining()) {
      input.put(item);
    }
    return input.array();
  }

  private static void assertRefused(byte[] input) {
    CorruptObject refusal = null;
    try {
      Cbor.decode(input, "input");
    } catch (CorruptObject e) {
      refusal = e;
    }
    assertThat(refusal).isNotNull();
  }

  private static long allocatedBy(Runnable work) {
    work.run();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
