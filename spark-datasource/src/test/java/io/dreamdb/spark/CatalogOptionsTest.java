package io.dreamdb.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;

class CatalogOptionsTest {

  private static CatalogOptions parse(Map<String, String> options) {
    return CatalogOptions.parse("lake", new CaseInsensitiveStringMap(new HashMap<>(options)));
  }

  @Test
  void aBucketIsReachedByTheOptionsThatTrinoHasToo() {
    CatalogOptions options =
        parse(
            Map.of(
                "warehouse", "s3://lake/a",
                "s3.region", "eu-central-1",
                "s3.aws-access-key", "id",
                "s3.aws-secret-key", "canary",
                "isolation-level", "snapshot"));
    assertThat(options.location()).isEqualTo("s3://lake/a");
    assertThat(options.store())
        .containsOnlyKeys("s3.region", "s3.aws-access-key", "s3.aws-secret-key");
    assertThat(options.dataset()).containsOnlyKeys("isolation-level");
    assertThat(options.toString()).contains("s3://lake/a").doesNotContain("canary");
    assertThat(new StoreOptions(options.store()).toString()).doesNotContain("canary");
  }

  @Test
  void theSchemesOfHadoopMeanTheSameBucket() {
    assertThat(parse(Map.of("warehouse", "s3a://lake/a")).location()).isEqualTo("s3://lake/a");
    assertThat(parse(Map.of("warehouse", "S3N://lake/a")).location()).isEqualTo("s3://lake/a");
    assertThat(parse(Map.of("warehouse", "/data/s3a://lake")).location())
        .isEqualTo("/data/s3a://lake");
  }

  @Test
  void anOptionThatTheStoreDoesNotKnowIsNamed() {
    assertThatThrownBy(() -> parse(Map.of("warehouse", "s3://lake", "s3.nope", "1")).open())
        .isInstanceOf(DreamFailure.class)
        .hasMessageContaining("'s3.nope' is unknown");
  }
}
