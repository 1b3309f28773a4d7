package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecipesTest {

  private static final String HEAD =
      """
      import io.dreamdb.dataset.*;
      import io.dreamdb.object.RefName;
      import io.dreamdb.schema.Predicate;
      class Recipe {
        void run() throws Exception {
      """;

  @TempDir private Path folder;

  @Test
  void theJavaRecipeCompiles() throws Exception {
    String recipes = Files.readString(Path.of("../README.md"));
    int start = recipes.indexOf("```java\n");
    String recipe = recipes.substring(start + 8, recipes.indexOf("```", start + 8));
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    boolean isCompiled =
        javac
            .getTask(
                null,
                null,
                found,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(new Text(HEAD + recipe + "}}")))
            .call();
    assertThat(isCompiled)
        .as(found.getDiagnostics().stream().map(Object::toString).collect(Collectors.joining()))
        .isTrue();
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String text) {
      super(URI.create("string:///Recipe.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
