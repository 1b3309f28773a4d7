package io.dreamdb.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trino.spi.TrinoException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DreamConfigTest {

  @Test
  void propertiesOfTheStoreGoToItAndAreNotPrinted() {
    DreamConfig config =
        DreamConfig.parse(
            "lake",
            Map.of(
                "dreamdb.warehouse", "s3://lake/a",
                "s3.aws-access-key", "id",
                "s3.aws-secret-key", "canary"));
    assertThat(config.storeOptions()).containsOnlyKeys("s3.aws-access-key", "s3.aws-secret-key");
    assertThat(config.toString()).contains("s3://lake/a").doesNotContain("canary");
  }

  @Test
  void unknownPropertiesAreNamed() {
    assertThatThrownBy(() ->
            DreamConfig.parse(
                "lake", Map.of("dreamdb.warehouse", "s3://lake", "fs.s3.enabled", "1")))
        .isInstanceOf(TrinoException.class)
        .hasMessageContaining("'fs.s3.enabled' is unknown");
    DreamConfig config =
        DreamConfig.parse("lake", Map.of("dreamdb.warehouse", "s3://lake", "s3.sse.type", "KMS"));
    assertThatThrownBy(
            () -> Translated.call(() -> new Tables(config, new TrinoRowBatchCodec(null))))
        .isInstanceOf(TrinoException.class)
        .hasMessageContaining("'s3.sse.type' is unknown");
  }
}
