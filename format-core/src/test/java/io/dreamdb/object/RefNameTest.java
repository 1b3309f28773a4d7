package io.dreamdb.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefNameTest {

  @ParameterizedTest
  @ValueSource(strings = {"main", "0", "tag.v1.0", "feature-x_2", "dz", "dzabcde", "dz0aaaaaaa"})
  void ordinaryNamesAreAccepted(String name) {
    assertThat(new RefName(name)).hasToString(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Main", "a/b", ".hidden", "-x", "a b", "ä", "..", "a\u0000"})
  void namesOutsideTheGrammarAreRefused(String name) {
    assertThatThrownBy(() -> new RefName(name))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dzabcdef", "dztstcp2xjy33x4jvclqsdd67oejdoa7rjm55cbjvzz3kxx64rrpe"})
  void namesThatLookLikeIdsAreRefused(String name) {
    assertThatThrownBy(() -> new RefName(name)).hasMessageContaining("looks like the id");
  }

  @Test
  void aTagIsARefWithAPrefix() {
    RefName tag = RefName.tag("v1");

    assertThat(tag.text()).isEqualTo("tag.v1");
    assertThat(tag.isTag()).isTrue();
    assertThat(tag.shortName()).isEqualTo("v1");
  }

  @Test
  void aNameOf129CharactersIsRefused() {
    assertThat(new RefName("a".repeat(128)).text()).hasSize(128);
    assertThatThrownBy(() -> new RefName("a".repeat(129))).isInstanceOf(InvalidInput.class);
  }
}
