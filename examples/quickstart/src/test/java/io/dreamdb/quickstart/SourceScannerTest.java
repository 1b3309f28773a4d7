package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.quickstart.SourceScanner.Declaration;
import org.junit.jupiter.api.Test;

final class SourceScannerTest {

  @Test
  void thePublicTypeIsFoundBehindOthersThatAreNot() {
    String source =
        """
        /* licence { */
        package a.b;
        import java.util.*;
        /** not this */
        class Other { char c = '"'; String s = "}{\\"class X"; String t = \"""
            } public class Y { " \""\"; }
        // public class Comment {}
        /** This one. */
        @Deprecated(since = "}", forRemoval = true) @java.lang.SuppressWarnings({"a", "b"})
        public abstract sealed class Found<@A("class") T> permits Z { }
        """;
    assertThat(SourceScanner.publicType(source))
        .contains(new Declaration("class", "Found", "/** This one. */"));
  }

  @Test
  void everyKindIsNamedAsTheLanguageNamesIt() {
    assertThat(kind("public record R(int a) {}")).isEqualTo("record");
    assertThat(kind("public enum E { A }")).isEqualTo("enum");
    assertThat(kind("public @ interface A {}")).isEqualTo("annotation");
    assertThat(kind("public non-sealed interface I {}")).isEqualTo("interface");
    assertThat(kind("public strictfp final class C {}")).isEqualTo("class");
  }

  private static String kind(String source) {
    return SourceScanner.publicType(source).orElseThrow().kind();
  }

  @Test
  void unicodeEscapesAreReadFirst() {
    assertThat(comment("/** \\u0041\\uu005C \\\\u0041 \\u00 */ public class A {}"))
        .isEqualTo("/** A\\ \\\\u0041 \\u00 */");
    assertThat(kind("class A { char c = '\\u0022'; } public enum B {}")).isEqualTo("enum");
  }

  @Test
  void aFileWithoutPublicTypeHasNone() {
    assertThat(SourceScanner.publicType("/** Doc. */ package a;")).isEmpty();
    assertThat(SourceScanner.publicType("module a { exports a.b to c; }")).isEmpty();
    assertThat(SourceScanner.publicType("class A { public class B {} }")).isEmpty();
    assertThat(SourceScanner.publicType("class A { /* never closed")).isEmpty();
  }

  @Test
  void theCommentRightBeforeTheDeclarationIsItsOwn() {
    assertThat(comment("/** one */ /** two */ /* three */ /**/ public class A {}"))
        .isEqualTo("/** two */");
    assertThat(comment("/** one */ @Deprecated /** two */ public class A {}"))
        .isEqualTo("/** one */");
    assertThat(comment("/// a\n  /// b\n// c\npublic class A {}")).isEqualTo("/// a\n  /// b\n");
    assertThat(comment("/** of the package */ package a; public class A {}")).isNull();
  }

  private static String comment(String source) {
    return SourceScanner.publicType(source).orElseThrow().comment();
  }
}
