package io.dreamdb.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The API of the running JDK from its class files: what there is without {@code src.zip}. */
final class RuntimeImage {

  private final ExportedPackages exported;

  RuntimeImage(ExportedPackages exported) {
    this.exported = exported;
  }

  /** The public types of the exported packages, by name; without docs and lengths. */
  List<ApiType> types() throws IOException {
    FileSystem image = FileSystems.getFileSystem(URI.create("jrt:/"));
    List<ApiType> types = new ArrayList<>();
    for (String module : exported.modules()) {
      for (String packageName : exported.of(module)) {
        Path folder = image.getPath("modules", module, packageName.replace('.', '/'));
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.list(folder)) {
            files
                .filter(RuntimeImage::isTopLevel)
                .map(RuntimeImage::parse)
                .filter(type -> type.flags().has(AccessFlag.PUBLIC))
                .forEach(type -> types.add(type(module, packageName, type)));
          }
        }
      }
    }
    types.sort(Comparator.comparing(ApiType::qualifiedName));
    return types;
  }

  /** No top-level type of the JDK has a dollar in its name. */
  private static boolean isTopLevel(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".class") && name.indexOf('$') < 0 && name.indexOf('-') < 0;
  }

  private static ClassModel parse(Path file) {
    try {
      return ClassFile.of().parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ApiType type(String module, String packageName, ClassModel type) {
    String path = type.thisClass().asInternalName();
    String name = path.substring(path.lastIndexOf('/') + 1);
    return new ApiType(module, packageName, name, kind(type), null, null, null);
  }

  private static String kind(ClassModel type) {
    if (type.flags().has(AccessFlag.ANNOTATION)) {
      return "annotation";
    }
    if (type.flags().has(AccessFlag.INTERFACE)) {
      return "interface";
    }
    if (type.flags().has(AccessFlag.ENUM)) {
      return "enum";
    }
    boolean isRecord =
        type.superclass()
            .filter(parent -> parent.asInternalName().equals("java/lang/Record"))
            .isPresent();
    return isRecord ? "record" : "class";
  }
}
