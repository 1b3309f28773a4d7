package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class QuestionTest {

  private static final Question QUESTION =
      new Question(
          "jdk.types", 42, 5, Optional.empty(), Optional.empty(), List.of("type", "Größe"));

  @Test
  void eachEngineGetsItsOwnSyntaxForTheSameQuestion() {
    Question question = QUESTION.withFilter("kind = 'enum'").withVersion("main~1");
    assertThat(question.statement(Sql.SPARK, "lake"))
        .isEqualTo(
            """
            SELECT type, `Größe`, _anchor, _distance
            FROM vector_search(table => 'lake.jdk.types', query_anchor => 42, num_results => 5, \
            filter => 'kind = ''enum''', version => 'main~1')
            ORDER BY _distance, _anchor\
            """);
    assertThat(question.statement(Sql.TRINO, "lake"))
        .isEqualTo(
            """
            SELECT type, "Größe", _anchor, _distance
            FROM TABLE(lake.system.vector_search(table_name => 'jdk.types', query_anchor => 42, \
            num_results => 5, filter => 'kind = ''enum''', version => 'main~1'))
            ORDER BY _distance, _anchor\
            """);
  }

  @Test
  void namesAndTextsAreQuotedAsTheEngineReadsThem() {
    assertThat(Sql.SPARK.name("order")).isEqualTo("`order`");
    assertThat(Sql.SPARK.name("a`b")).isEqualTo("`a``b`");
    assertThat(Sql.TRINO.name("a\"b")).isEqualTo("\"a\"\"b\"");
    assertThat(Sql.SPARK.text("it's \\")).isEqualTo("'it''s \\\\'");
    assertThat(Sql.TRINO.text("it's \\")).isEqualTo("'it''s \\'");
  }

  @Test
  void aFilterIsWrittenForThePredicateLanguageAndForSpark() {
    Subject.Filter filter = new Subject.Filter("Kind Of", "it's");
    assertThat(filter.predicate()).isEqualTo("\"Kind Of\" = 'it''s'");
    assertThat(filter.condition(Sql.SPARK)).isEqualTo("`Kind Of` = 'it''s'");
  }

  @Test
  void aTableWithoutColumnsToShowIsAskedForAnchorsAlone() {
    Question question = new Question("a.b", 1, 2, Optional.empty(), Optional.empty(), List.of());
    assertThat(question.statement(Sql.SPARK, "lake")).startsWith("SELECT _anchor, _distance\n");
  }
}
