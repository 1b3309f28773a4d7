package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import io.dreamdb.quickstart.SourceScanner.Declaration;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The scanner's twin is javac: it reads every source of the JDK's exported packages, too. */
@Tag("ci")
final class JavacAgreementTest {

  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  @Test
  void theScannerFindsInEachSourceOfTheJdkWhatJavacFinds() throws Exception {
    Optional<Path> archive = JdkSources.ofThisJdk();
    assumeTrue(archive.isPresent(), "this JDK was installed without lib/src.zip");
    ExportedPackages exported = ExportedPackages.ofThisJdk();
    int compared = 0;
    try (ZipFile zip = new ZipFile(archive.get().toFile(), StandardCharsets.UTF_8)) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(e -> isExported(e.getName(), exported)).collect(Collectors.toList());
      for (ZipEntry entry : entries) {
        String text = new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bare(SourceScanner.publicType(text)))
            .as(entry.getName())
            .isEqualTo(bare(javacs(text)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(4_000);
  }

  private static boolean isExported(String path, ExportedPackages exported) {
    int first = path.indexOf('/');
    int last = path.lastIndexOf('/');
    return path.endsWith(".java")
        && first < last
        && exported
            .of(path.substring(0, first))
            .contains(path.substring(first + 1, last).replace('/', '.'));
  }

  /** Comments are compared by their letters, since javac strips them in its own way. */
  private static String bare(Optional<Declaration> found) {
    return found
        .map(type ->
            type.kind()
                + " "
                + type.name()
                + " "
                + String.valueOf(type.comment()).replaceAll("[\\s*/]", ""))
        .orElse("none");
  }

  private static Optional<Declaration> javacs(String text) throws Exception {
    JavacTask task =
        (JavacTask) JAVAC.getTask(null, null, _ -> {}, List.of(), null, List.of(new Text(text)));
    DocTrees docs = DocTrees.instance(task);
    for (CompilationUnitTree unit : task.parse()) {
      for (Tree tree : unit.getTypeDecls()) {
        if (tree instanceof ClassTree type
            && type.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
          String comment = docs.getDocComment(TreePath.getPath(unit, type));
          return Optional.of(new Declaration(kind(type), type.getSimpleName().toString(), comment));
        }
      }
    }
    return Optional.empty();
  }

  private static String kind(ClassTree type) {
    return switch (type.getKind()) {
      case CLASS -> "class";
      case INTERFACE -> "interface";
      case ENUM -> "enum";
      case RECORD -> "record";
      case ANNOTATION_TYPE -> "annotation";
      default -> throw new AssertionError(type.getKind());
    };
  }

  private static final class Text extends SimpleJavaFileObject {

    private final String text;

    Text(String text) {
      super(URI.create("string:///Text.java"), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
