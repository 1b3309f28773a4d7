package io.dreamdb.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborItem;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacementsTest {

  @Test
  void numbersComeBackInAnyOrder() {
    Random random = new Random(3);
    for (int round = 0; round < 200; round++) {
      List<Long> numbers = new ArrayList<>();
      long next = random.nextInt(1_000);
      for (int i = 0; i < 1 + random.nextInt(50); i++) {
        next = random.nextInt(3) > 0 ? next + 1 : random.nextLong(1L << 40);
        numbers.add(next);
      }
      long[] plain = numbers.stream().mapToLong(Long::longValue).toArray();
      Replacements rows = Replacements.of(plain);
      Replacements read = Replacements.decode(CborItem.root("rows", rows.encode()), numbers.size());
      assertThat(read).isEqualTo(rows);
      List<Long> found = new ArrayList<>();
      read.iterator().forEachRemaining((long number) -> found.add(number));
      assertThat(found).isEqualTo(numbers);
    }
  }

  @Test
  void neighboursAreOneRun() {
    assertThat(hex(Replacements.of(0, 1, 2, 3))).isEqualTo("0003");
    assertThat(hex(Replacements.of(5, 6, 2, 7))).isEqualTo("0a01" + "0900" + "0800");
  }

  private static String hex(Replacements rows) {
    return HexFormat.of().formatHex(rows.encode().toArray());
  }

  @ParameterizedTest
  @CsvSource({
    "0003, 3, runs of 3 rows",
    "0003, 5, runs of 5 rows",
    "00, 1, a whole number at byte 1",
    "00000000, 2, as long as it can be",
    "0100, 1, a run of rows",
    "800000, 1, the shortest form",
    "00ffffff7f, 1, a run of rows",
  })
  void otherFormsAreRefused(String hex, int count, String message) {
    CborItem item = CborItem.root("rows", CborBytes.copyOf(HexFormat.of().parseHex(hex)));
    assertThatThrownBy(() -> Replacements.decode(item, count))
        .isInstanceOf(CorruptObject.class)
        .hasMessageContaining(message);
  }
}
