package io.dreamdb.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The classes of the library and its tests a second time, some of them compiled from changed
 * source.
 */
final class MutatedLibrary extends ClassLoader {

  private static final Path SOURCES = Path.of("src/main/java");

  private final Path compiled;

  private MutatedLibrary(Path compiled, ClassLoader parent) {
    super(parent);
    this.compiled = compiled;
  }

  /** Compiles a mutant into a folder. */
  static MutatedLibrary of(Mutant mutant, Path folder) throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (Mutant.Patch patch : mutant.patches()) {
      String source = sources.get(patch.type());
      sources.put(patch.type(), patched(patch, source == null ? read(patch.type()) : source));
    }
    List<Path> files = new ArrayList<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve("source").resolve(source.getKey().replace('.', '/') + ".java");
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(mutant, files, classes);
    return new MutatedLibrary(classes, MutatedLibrary.class.getClassLoader());
  }

  private static String read(String type) throws IOException {
    return Files.readString(SOURCES.resolve(type.replace('.', '/') + ".java"));
  }

  private static String patched(Mutant.Patch patch, String source) {
    int at = source.indexOf(patch.find());
    if (at < 0 || source.indexOf(patch.find(), at + 1) >= 0) {
      throw new AssertionError(
          patch.type()
              + " was changed: expected exactly once, here to be replaced: "
              + patch.find());
    }
    return source.replace(patch.find(), patch.replace());
  }

  private static void compile(Mutant mutant, List<Path> files, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(problems, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-nowarn",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      boolean done =
          compiler
              .getTask(
                  null,
                  manager,
                  problems,
                  options,
                  null,
                  manager.getJavaFileObjects(files.toArray(new Path[0])))
              .call();
      if (!done) {
        throw new AssertionError(mutant.name() + ": " + problems.getDiagnostics());
      }
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("io.dreamdb.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    String file = name.replace('.', '/') + ".class";
    try {
      byte[] bytes;
      Path own = compiled.resolve(file);
      if (Files.exists(own)) {
        bytes = Files.readAllBytes(own);
      } else {
        try (InputStream in = getParent().getResourceAsStream(file)) {
          if (in == null) {
            throw new ClassNotFoundException(name);
          }
          bytes = in.readAllBytes();
        }
      }
      return defineClass(name, bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** Calls a static method of these classes that takes a text. */
  void call(Class<?> type, String method, String argument) throws ReflectiveOperationException {
    loadClass(type.getName()).getMethod(method, String.class).invoke(null, argument);
  }
}
