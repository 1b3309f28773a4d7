package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreKeyTest {

  @Test
  void refsAndTheCollectorsRootAreRegisters() {
    for (String path : List.of("refs/main", "refs/tag.v1", "refs/a_b=c-d", "gc/root")) {
      assertThat(StoreKey.parse(path)).isEqualTo(new RegisterKey(path)).hasToString(path);
      assertThatThrownBy(() -> new ObjectKey(path))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(path);
    }
    assertThat(RegisterKey.ref("main")).isEqualTo(new RegisterKey("refs/main"));
    assertThat(RegisterKey.GC_ROOT.path()).isEqualTo("gc/root");
  }

  @Test
  void allElseIsAnObject() {
    for (String path :
        List.of("a", "genesis/x", "refs2/main", "x/refs/main", "gc-root", ".a/..b")) {
      assertThat(StoreKey.parse(path)).isEqualTo(new ObjectKey(path)).hasToString(path);
      assertThatThrownBy(() -> new RegisterKey(path)).isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void nothingElseLivesWhereRegistersLive() {
    for (String path : List.of("refs", "gc", "refs/a/b", "gc/other", "gc/root/x", "refs/main/1")) {
      assertThatThrownBy(() -> StoreKey.parse(path))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining(path);
    }
    assertThatThrownBy(() -> RegisterKey.ref("a/b")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> RegisterKey.ref("")).isInstanceOf(InvalidInput.class);
  }

  @Test
  void lengthsAreBounded() {
    String segment = "s".repeat(255);
    assertThat(StoreKey.parse(segment + "/" + segment).path()).hasSize(511);
    assertThatThrownBy(() -> StoreKey.parse(segment + "s"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("255");
    assertThatThrownBy(() -> StoreKey.parse("a/".repeat(256) + "a"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("513")
        .hasMessageContaining("512");
  }

  @Test
  void messagesNameTheSegmentInPrintableCharacters() {
    assertThatThrownBy(() -> StoreKey.parse("a/b\n\u212ac/d"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'a/b\\u000a\\u212ac/d'")
        .hasMessageContaining("segment 'b\\u000a\\u212ac'");
  }

  @Test
  void orderIsThatOfTheCharacters() {
    assertThat(StoreKey.parse("a-b")).isLessThan(StoreKey.parse("a/b"));
    assertThat(StoreKey.parse("gc/root")).isLessThan(StoreKey.parse("refs/main"));
  }

  @Test
  void randomHarmlessNamesAreKeys() {
    Random random = new Random(21);
    for (int i = 0; i < 1000; i++) {
      String path = HostileNames.word(random) + "/" + HostileNames.word(random);
      assertThat(StoreKey.parse(path).path()).isEqualTo(path);
    }
  }

  @Test
  void byteRangesAreNotNegative() {
    assertThatThrownBy(() -> new ByteRange(-1, 1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ByteRange(0, -1)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new ByteRange(Long.MAX_VALUE, 1)).isInstanceOf(InvalidInput.class);
  }
}
