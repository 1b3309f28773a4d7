package io.dreamdb.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ValueTest {

  private static Type type(String text) {
    return Type.parse(text, new SequentialIds());
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  static Stream<Arguments> singleValues() {
    return Stream.of(
        arguments("boolean", false, "00"),
        arguments("boolean", true, "01"),
        arguments("int", 34, "22000000"),
        arguments("int", -2, "feffffff"),
        arguments("bigint", 34L, "2200000000000000"),
        arguments("float", -4.5f, "000090c0"),
        arguments("float", -0.0f, "00000080"),
        arguments("double", 6.0, "0000000000001840"),
        arguments("double", Double.NaN, "000000000000f87f"),
        arguments("date", LocalDate.of(2017, 11, 16), "4e440000"),
        arguments("date", LocalDate.of(1969, 12, 31), "ffffffff"),
        arguments("timestamp", Instant.parse("2017-11-16T22:31:08.123456Z"), "40a5282d215e0500"),
        arguments(
            "timestamp_ntz", LocalDateTime.parse("1970-01-01T00:00:00.000001"), "0100000000000000"),
        arguments(
            "timestamp_ntz", LocalDateTime.parse("1969-12-31T23:59:59.999999"), "ffffffffffffffff"),
        arguments("string", "ABC", "414243"),
        arguments("string", "ü😀", "c3bcf09f9880"),
        arguments("binary", ByteBuffer.wrap(new byte[] {0, -1}), "00ff"),
        arguments("decimal(9,2)", new BigDecimal("14.20"), "058c"),
        arguments("decimal(9,2)", new BigDecimal("-0.01"), "ff"),
        arguments("decimal(9,2)", new BigDecimal("1.28"), "0080"),
        arguments("decimal(38,0)", BigDecimal.TEN.pow(37), "0785ee10d5da46d900f436a000000000"));
  }

  @ParameterizedTest
  @MethodSource("singleValues")
  void singleValuesHaveIcebergsBytes(String type, Object value, String bytes) {
    Value typed = Value.of(type(type), value);
    assertThat(typed.toBytes()).isEqualTo(hex(bytes));
    assertThat(Value.fromBytes(type(type), hex(bytes))).isEqualTo(typed);
  }

  @Test
  void bytesOfANarrowerTypeAreReadAfterWidening() {
    assertThat(Value.fromBytes(type("bigint"), hex("feffffff")).value()).isEqualTo(-2L);
    assertThat(Value.fromBytes(type("double"), hex("000090c0")).value()).isEqualTo(-4.5);
    assertThat(Value.fromBytes(type("decimal(20,2)"), hex("058c")).value())
        .isEqualTo(new BigDecimal("14.20"));
  }

  static Stream<Arguments> badBytes() {
    return Stream.of(
        arguments("boolean", "0000"),
        arguments("int", "220000"),
        arguments("int", "2200000000000000"),
        arguments("bigint", ""),
        arguments("double", "00"),
        arguments("date", "00"),
        arguments("timestamp", "00000000"),
        arguments("decimal(9,2)", ""),
        arguments("decimal(2,0)", "64"),
        arguments("decimal(38,0)", "00".repeat(17)),
        arguments("string", "ff"),
        arguments("array<int>", "00"));
  }

  @ParameterizedTest
  @MethodSource("badBytes")
  void otherBytesAreCorrupt(String type, String bytes) {
    assertThatThrownBy(() -> Value.fromBytes(type(type), hex(bytes)))
        .isInstanceOf(CorruptObject.class)
        .hasMessageStartingWith("single value of " + bytes.length() / 2 + " bytes: ");
  }

  static Stream<Arguments> badValues() {
    return Stream.of(
        arguments("int", 1L),
        arguments("double", 1f),
        arguments("decimal(4,2)", new BigDecimal("1.005")),
        arguments("decimal(4,2)", new BigDecimal("100")),
        arguments("decimal(4,2)", new BigDecimal("1e9")),
        arguments("string", "\udc00"),
        arguments("date", LocalDate.MAX),
        arguments("timestamp", Instant.ofEpochSecond(0, 1)),
        arguments("timestamp", Instant.MAX),
        arguments("timestamp_ntz", LocalDateTime.MIN),
        arguments("map<int,int>", 1));
  }

  @ParameterizedTest
  @MethodSource("badValues")
  void valuesOutsideTheTypeAreRefused(String type, Object value) {
    assertThatThrownBy(() -> Value.of(type(type), value)).isInstanceOf(InvalidInput.class);
  }

  @Test
  void decimalsTakeTheScaleOfTheirType() {
    Value value = Value.of(type("decimal(4,2)"), new BigDecimal("1e1"));
    assertThat(value.value()).isEqualTo(new BigDecimal("10.00"));
    assertThat(Value.of(type("decimal(2,2)"), BigDecimal.ZERO).value())
        .isEqualTo(new BigDecimal("0.00"));
  }

  @Test
  void binaryValuesDoNotShareTheirBytes() {
    byte[] bytes = {1, 2};
    Value value = Value.of(PrimitiveType.BINARY, bytes);
    bytes[0] = 9;
    ((ByteBuffer) value.value()).get();
    assertThat(value.toBytes()).containsExactly(1, 2);
  }

  @Test
  void theOrderOfValuesIsThatOfThePackage() {
    List<List<Object>> ascending =
        List.of(
            List.of(false, true),
            List.of(Double.NEGATIVE_INFINITY, -1.0, 0.0, 1.0, Double.POSITIVE_INFINITY, Double.NaN),
            List.of("", "\u0000", "Z", "a", "ab", "ä", "\uD7FF", "\uE000", "\uFFFD", "😀", "😀a"),
            List.of(buffer(), buffer(0), buffer(0, 0), buffer(1), buffer(127), buffer(-128)));
    for (List<Object> values : ascending) {
      for (int i = 0; i < values.size(); i++) {
        for (int j = 0; j < values.size(); j++) {
          assertThat(Integer.signum(ValueOrder.compare(values.get(i), values.get(j))))
              .isEqualTo(Integer.compare(i, j));
        }
      }
    }
    assertThat(ValueOrder.compare(-0.0, 0.0)).isZero();
    assertThat(ValueOrder.compare(-0f, 0f)).isZero();
    assertThat(ValueOrder.sortable(-0.0)).isEqualTo(ValueOrder.sortable(0.0));
  }

  private static ByteBuffer buffer(int... bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
    for (int b : bytes) {
      buffer.put((byte) b);
    }
    return buffer.flip();
  }
}
