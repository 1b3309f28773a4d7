package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class JdkCorpusTest {

  private static final ExportedPackages EXPORTED = ExportedPackages.ofThisJdk();

  @Test
  void theSourcesHaveTheTypesOfTheRuntimeImage() throws Exception {
    assertThat(names(sources())).isEqualTo(names(new RuntimeImage(EXPORTED).types()));
  }

  private static List<String> names(List<ApiType> types) {
    return types.stream()
        .map(type -> type.module() + "/" + type.qualifiedName() + " " + type.kind())
        .collect(Collectors.toList());
  }

  private static List<ApiType> sources() throws Exception {
    Optional<Path> archive = JdkSources.ofThisJdk();
    assumeTrue(archive.isPresent(), "this JDK was installed without lib/src.zip");
    return new JdkSources(archive.get(), EXPORTED).types();
  }

  @Test
  void aTypeIsReadWithAllThatTheSourcesSayOfIt() throws Exception {
    ApiType map = find(sources(), "java.util.concurrent.ConcurrentHashMap");
    assertThat(map.module()).isEqualTo("java.base");
    assertThat(map.kind()).isEqualTo("class");
    assertThat(map.since()).isEqualTo("1.5");
    assertThat(map.doc()).startsWith("A hash table supporting full concurrency of retrievals");
    assertThat(map.sourceLines()).isGreaterThan(5_000);
  }

  @Test
  void nearlyEveryTypeHasDocsWithoutInlineTags() throws Exception {
    List<ApiType> types = sources();
    long documented = types.stream().filter(type -> type.doc() != null).count();
    assertThat(documented).isGreaterThan(types.size() * 95L / 100);
    // The one type whose docs are about such a tag.
    assertThat(types.stream().filter(type -> String.valueOf(type.doc()).contains("{@link")))
        .extracting(ApiType::qualifiedName)
        .containsExactly("com.sun.source.doctree.LinkTree");
    assertThat(types.stream().map(ApiType::kind).distinct())
        .containsOnly("annotation", "class", "enum", "interface", "record");
  }

  private static ApiType find(List<ApiType> types, String name) {
    return types.stream()
        .filter(type -> type.qualifiedName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
