package io.dreamdb.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3OptionsTest {

  @Test
  void defaultsAreThoseOfTheTable() {
    S3Options options = S3Options.parse(Map.of());
    assertThat(options.endpoint()).isNull();
    assertThat(options.region()).isNull();
    assertThat(options.pathStyle()).isFalse();
    assertThat(options.accessKey()).isNull();
    assertThat(options.maxConnections()).isEqualTo(64);
    assertThat(options.maxRetries()).isEqualTo(8);
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.partBytes()).isEqualTo(32 << 20);
  }

  @Test
  void valuesAreReadAsTrinoWritesThem() {
    S3Options options =
        S3Options.parse(
            Map.of(
                "s3.endpoint", "https://minio.example:9000",
                "s3.path-style-access", "TRUE",
                "s3.socket-read-timeout", "2m",
                "s3.socket-connect-timeout", "500ms",
                "s3.streaming.part-size", "64MB",
                "s3.max-error-retries", "0"));
    assertThat(options.endpoint()).hasToString("https://minio.example:9000");
    assertThat(options.region()).isEqualTo("us-east-1");
    assertThat(options.pathStyle()).isTrue();
    assertThat(options.readTimeout()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.connectTimeout()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.partBytes()).isEqualTo(64 << 20);
    assertThat(options.maxRetries()).isZero();
  }

  @Test
  void whatCannotBeUsedIsNamed() {
    Map<String, String> wrong =
        Map.of(
            "s3.endpoint", "ftp://host",
            "s3.region", "eu central",
            "s3.path-style-access", "yes",
            "s3.max-connections", "0",
            "s3.max-error-retries", "-1",
            "s3.socket-read-timeout", "0s",
            "s3.socket-connect-timeout", "5",
            "s3.streaming.part-size", "1MB",
            "s3.sse.type", "KMS",
            "endpoint", "http://host");
    wrong.forEach((key, value) ->
        assertThatThrownBy(() -> S3Options.parse(Map.of(key, value)))
            .as(key)
            .isInstanceOf(InvalidInput.class)
            .hasMessageContaining("'" + key + "'"));
  }

  @Test
  void oneKeyWithoutTheOtherIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> S3Options.parse(Map.of("s3.aws-secret-key", "canary")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("s3.aws-access-key")
        .hasMessageNotContaining("canary");
    assertThatThrownBy(() -> S3Options.parse(Map.of("s3.aws-access-key", "id")))
        .hasMessageContaining("'s3.aws-secret-key' is missing");
  }

  @Test
  void nothingShowsTheSecret() {
    Map<String, String> keys = Map.of("s3.aws-access-key", "id", "s3.aws-secret-key", "canary");
    assertThat(S3Options.parse(keys).toString()).contains("<redacted>").doesNotContain("canary");
    assertThatThrownBy(() -> S3Options.parse(Map.of("s3.endpoint", "http://user:canary@host")))
        .hasMessageNotContaining("canary");
  }

  @Test
  void locationsAreABucketAndAPrefix() {
    assertThat(S3Location.parse("s3://lake")).isEqualTo(new S3Location("lake", ""));
    assertThat(S3Location.parse("S3://lake/")).isEqualTo(new S3Location("lake", ""));
    assertThat(S3Location.parse("s3://my.lake/a/B_c/d-1"))
        .isEqualTo(new S3Location("my.lake", "a/B_c/d-1/"));
    assertThat(S3Location.parse("s3://lake/a/")).hasToString("s3://lake/a/");
    for (String wrong :
        List.of(
            "s3:",
            "s3://",
            "s3:///a",
            "s3:/lake/a",
            "s3://LAKE/a",
            "s3://_catalog",
            "s3://lake//a",
            "s3://lake/a//b",
            "s3://lake/a/../b",
            "s3://lake/./a",
            "s3://lake/a b",
            "s3://lake/a?b",
            "s3://lake/a%2fb",
            "s3://lake/" + "a/".repeat(251))) {
      assertThatThrownBy(() -> ObjectStores.open(wrong, Map.of("s3.region", "x")))
          .as(wrong)
          .isInstanceOf(InvalidInput.class);
    }
  }
}
