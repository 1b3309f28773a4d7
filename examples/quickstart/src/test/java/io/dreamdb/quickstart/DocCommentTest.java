package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DocCommentTest {

  @Test
  void theDescriptionBecomesPlainText() {
    DocComment doc =
        DocComment.parse(
            """
            /**
             * A {@code Map<K,V>} that is <em>thread</em>-safe; see {@link java.util.Map#get(Object)
             * its getter} and {@linkplain #size()}.
             * <p>a &lt; b &amp;&amp; c &#62; d, 1 < 2
             ** {@return a {@code value}}
             * @since 1.5
             */\
            """);
    assertThat(doc.text())
        .isEqualTo(
            "A Map<K,V> that is thread-safe; see its getter and size(). a < b && c > d, 1 < 2 a"
                + " value");
  }

  @Test
  void sinceIsReadFromItsBlockTag() {
    assertThat(since("/** A. @since 1\n * @author B\n * @since  1.7\n * @see C\n */"))
        .isEqualTo("1.7");
    assertThat(since("/**\n * @since   JDK1.0\n */")).isEqualTo("1.0");
    assertThat(since("/// Text.\n///\n/// @since 25\n")).isEqualTo("25");
    assertThat(since("/** {@snippet :\n * @since 3\n * }\n */")).isNull();
  }

  private static String since(String comment) {
    return DocComment.parse(comment).sinceVersion().orElse(null);
  }

  @Test
  void annotationsInASnippetBeginNoBlock() {
    DocComment doc =
        DocComment.parse(
            "/** Use:\n * {@snippet lang=java :\n * @Override\n * void a() {}\n * }\n * End. */");
    assertThat(doc.text()).isEqualTo("Use: @Override void a() {} End.");
  }

  @Test
  void codeInMarkdownIsNoMarkup() {
    assertThat(DocComment.parse("/// A `List<String>` of *x*.\n").text())
        .isEqualTo("A List<String> of *x*.");
  }

  @Test
  void mergedBracesAndTagsThatNeverEndAreText() {
    assertThat(DocComment.parse("/** a {@code b */").text()).isEqualTo("a b");
    assertThat(DocComment.parse("/** a <b & c */").text()).isEqualTo("a <b & c");
  }
}
