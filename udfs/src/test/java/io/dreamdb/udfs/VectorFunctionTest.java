package io.dreamdb.udfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The registry, its examples, and the guide that repeats it. */
class VectorFunctionTest {

  private static final Path GUIDE = Path.of("..", "docs", "guide", "functions.md");

  @ParameterizedTest
  @EnumSource
  void everyExampleGivesItsResult(VectorFunction function) {
    assertThat(function.examples()).isNotEmpty();
    for (FunctionExample example : function.examples()) {
      assertThat(example.spark()).contains(function.sqlName() + "(");
      assertThat(FunctionCalls.result(function, example.spark()))
          .as(example.spark())
          .isEqualTo(example.result());
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGuideHasASectionForEveryFunctionAsTheRegistryHasIt(VectorFunction function)
      throws IOException {
    assertThat(Files.readString(GUIDE)).contains(FunctionGuide.section(function));
  }

  @Test
  void theGuideNamesNoOtherFunction() throws IOException {
    List<String> names =
        Arrays.stream(VectorFunction.values()).map(f -> "### " + f.sqlName()).toList();
    assertThat(Files.readAllLines(GUIDE).stream().filter(line -> line.startsWith("### ")))
        .containsExactlyElementsOf(names);
  }

  @Test
  void aSignatureIsSpelledForBothEngines() {
    List<FunctionSignature> signatures = VectorFunction.NORM.signatures();
    assertThat(signatures.stream().map(FunctionSignature::spark))
        .containsExactly(
            "vector_norm(vector ARRAY<FLOAT>) -> FLOAT",
            "vector_norm(vector ARRAY<FLOAT>, degree FLOAT) -> FLOAT");
    assertThat(signatures.get(1).trino())
        .isEqualTo("vector_norm(vector array(real), degree real) -> real");
    assertThat(VectorFunction.OBJECT_ID.signatures().get(0).trino())
        .isEqualTo("object_id(bytes varbinary) -> varchar");
  }

  @Test
  void anExampleIsSpelledForTrino() {
    assertThat(VectorFunction.SUM.examples().get(0).trino())
        .isEqualTo(
            "SELECT vector_sum(v) FROM (VALUES (ARRAY[REAL '1.0', REAL '2.0']),"
                + " (ARRAY[REAL '3.0', REAL '4.0'])) AS t(v)");
    assertThat(new FunctionExample("SELECT vector_norm(array(-1.5F), float('inf'))", "1.5").trino())
        .isEqualTo("SELECT vector_norm(ARRAY[REAL '-1.5'], REAL 'Infinity')");
  }

  @Test
  void sparksFunctionsAreThoseThatSparkHas() {
    assertThat(
            Arrays.stream(VectorFunction.values())
                .filter(VectorFunction::isSparks)
                .map(VectorFunction::sqlName))
        .containsExactlyInAnyOrder(
            "vector_cosine_similarity",
            "vector_inner_product",
            "vector_l2_distance",
            "vector_norm",
            "vector_normalize",
            "vector_sum",
            "vector_avg");
  }

  @ParameterizedTest
  @EnumSource
  void anAggregateFoldsUnderItsOwnName(VectorTotal.Fold fold) {
    assertThat(fold.function().isAggregate()).isTrue();
    assertThat(fold.function().sqlName())
        .isEqualTo(fold == VectorTotal.Fold.SUM ? "vector_sum" : "vector_avg");
  }
}
