package io.dreamdb.quickstart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The API of a JDK from the sources that it brings, {@code lib/src.zip}. */
final class JdkSources {

  private static final String SUFFIX = ".java";

  private final Path archive;
  private final ExportedPackages exported;

  JdkSources(Path archive, ExportedPackages exported) {
    this.archive = archive;
    this.exported = exported;
  }

  /** Where the running JDK has its sources, if it was installed with them. */
  static Optional<Path> ofThisJdk() {
    Path archive = Path.of(System.getProperty("java.home"), "lib", "src.zip");
    return Files.isRegularFile(archive) ? Optional.of(archive) : Optional.empty();
  }

  /** The public types of the exported packages, by name. */
  List<ApiType> types() throws IOException {
    List<ApiType> types = new ArrayList<>();
    try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Optional<Place> place = Place.of(entry.getName()).filter(this::isExported);
        if (place.isPresent()) {
          String source =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          type(place.get(), source).ifPresent(types::add);
        }
      }
    }
    types.sort(Comparator.comparing(ApiType::qualifiedName));
    return types;
  }

  /** Where a source file stands: {@code module/package/as/folders/Name.java}. */
  private record Place(String module, String packageName) {

    static Optional<Place> of(String path) {
      int first = path.indexOf('/');
      int last = path.lastIndexOf('/');
      if (!path.endsWith(SUFFIX) || first == last) {
        return Optional.empty();
      }
      String packageName = path.substring(first + 1, last).replace('/', '.');
      return Optional.of(new Place(path.substring(0, first), packageName));
    }
  }

  private boolean isExported(Place place) {
    return exported.of(place.module()).contains(place.packageName());
  }

  private static Optional<ApiType> type(Place place, String source) {
    return SourceScanner.publicType(source)
        .map(found -> {
          Optional<DocComment> doc = Optional.ofNullable(found.comment()).map(DocComment::parse);
          return new ApiType(
              place.module(),
              place.packageName(),
              found.name(),
              found.kind(),
              doc.flatMap(DocComment::sinceVersion).orElse(null),
              doc.map(DocComment::text).orElse(null),
              Math.toIntExact(source.lines().count()));
        });
  }
}
