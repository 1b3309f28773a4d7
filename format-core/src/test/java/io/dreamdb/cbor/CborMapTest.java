package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class CborMapTest {

  @Test
  void keysAreInTheOrderOfTheirEncodings() {
    CborMap map =
        CborMap.builder()
            .put("𐀀", 9)
            .put("～a", 8)
            .put("ü", 7)
            .put("zz", 6)
            .put("aa", 5)
            .put("b", 4)
            .put("a", 3)
            .put("Z", 2)
            .put("", 1)
            .build();
    assertThat(map.keys()).containsExactly("", "Z", "a", "b", "aa", "zz", "ü", "～a", "𐀀");
    assertThat(HexFormat.of().formatHex(Cbor.encode(map)))
        .isEqualTo(
            "a9"
                + "6001"
                + "615a02"
                + "616103"
                + "616204"
                + "62616105"
                + "627a7a06"
                + "62c3bc07"
                + "64efbd9e6108"
                + "64f090808009");
  }

  @Test
  void aKeyAddedTwiceIsRefusedByName() {
    CborMap.Builder twice = CborMap.builder().put("kind", 1).put("v", 2).put("kind", 3);
    assertThatThrownBy(twice::build)
        .isInstanceOf(InvalidInput.class)
        .hasMessage("a map has each key once: \"kind\" twice");
  }

  @Test
  void textThatUtf8CannotHoldIsRefused() {
    assertThatThrownBy(() -> new CborText("ab\ud800"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("at character 2");
    assertThatThrownBy(() -> CborMap.builder().put("\udc00\ud800", 1))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("at character 0");
  }

  @Test
  void anAbsentFieldIsLeftOut() {
    CborMap map =
        CborMap.builder()
            .putIf(false, "a", CborNull.NULL)
            .putIf(true, "b", CborNull.NULL)
            .putIfPresent("c", null)
            .putIfPresent("d", new CborBool(true))
            .put("e", List.of(new CborInt(1)))
            .build();
    assertThat(map).hasToString("{\"b\": null, \"d\": true, \"e\": [1]}");
  }

  @Test
  void aBuilderGivesAnEqualMapWhateverTheOrder() {
    CborMap map = CborMap.builder().put("x", "1").put("yy", true).build();
    assertThat(CborMap.builder().put("yy", true).put("x", "1").build())
        .isEqualTo(map)
        .hasSameHashCodeAs(map);
    assertThat(CborMap.builder().putAll(map).put("z", 1).build().keys())
        .containsExactly("x", "z", "yy");
    assertThat(map.get("yy")).contains(new CborBool(true));
    assertThat(map.get("zz")).isEmpty();
    assertThat(map).isNotEqualTo(CborMap.EMPTY);
  }

  @Test
  void theListOfKeysCannotBeChanged() {
    List<String> keys = CborMap.builder().put("a", 1).build().keys();
    assertThatThrownBy(() -> keys.set(0, "b")).isInstanceOf(UnsupportedOperationException.class);
  }

  @Property(tries = 500)
  void scanningAndSearchingFindTheSameEntry(
      @ForAll("keys") Set<String> keys, @ForAll("keys") Set<String> others) {
    CborMap.Builder builder = CborMap.builder();
    keys.forEach(key -> builder.put(key, key));
    CborMap map = builder.build();
    List<String> wanted = new ArrayList<>(keys);
    wanted.addAll(others);
    for (String key : wanted) {
      assertThat(map.scan(key)).isEqualTo(map.search(key)).isEqualTo(map.keys().indexOf(key));
      assertThat(map.get(key).isPresent()).isEqualTo(keys.contains(key));
    }
  }

  @Provide
  Arbitrary<Set<String>> keys() {
    return Arbitraries.randomValue(random -> {
      Set<String> keys = new HashSet<>();
      for (int left = random.nextInt(40); left > 0; left--) {
        keys.add(random.nextBoolean() ? CborTrees.text(random) : "key" + random.nextInt(50));
      }
      return keys;
    });
  }
}
