package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectStores;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The provider in a JVM that lacks one of its optional dependencies. */
class WithoutSdkTest {

  /** What runs in that JVM. */
  static final class Opening {

    private Opening() {}

    public static void main(String[] arguments) {
      ObjectStores.open("memory:is-served-all-the-same").close();
      try {
        ObjectStores.open("s3://lake/space");
      } catch (InvalidInput e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void theMissingArtifactIsNamed() throws Exception {
    assertThat(OtherJvm.run(jar -> !jar.startsWith("s3-2"), List.of(), List.of(), Opening.class))
        .isEqualTo(
            "0 store location 's3://lake/space' needs the artifact software.amazon.awssdk:s3, which"
                + " is not on the class path");
    assertThat(
            OtherJvm.run(
                jar -> !jar.startsWith("apache5-client"), List.of(), List.of(), Opening.class))
        .contains("0 ", "needs the artifact software.amazon.awssdk:apache5-client");
  }
}
