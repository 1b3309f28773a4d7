package io.dreamdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** HotSpot never compiles a method above its limit, so a kernel above it would run interpreted. */
class MethodSizesTest {

  private static final int HUGE_METHOD_LIMIT = 8_000; // -XX:HugeMethodLimit
  private static final List<String> FAST_PACKAGES = List.of("kernel", "hash");

  @Test
  void everyMethodOfTheKernelsAndOfHashingIsSmallEnoughToBeCompiled() throws Exception {
    for (String name : FAST_PACKAGES) {
      assertThat(tooLong(sizesUnder(classesFolder().resolve("io/dreamdb/" + name)))).isEmpty();
    }
  }

  @Test
  void aMethodAboveTheLimitIsReportedWithItsSize() {
    Map<String, Integer> sizes = MethodSizes.of(classWithAMethodOf(HUGE_METHOD_LIMIT + 1));
    assertThat(tooLong(sizes)).containsExactly(Map.entry("Generated.run ()V", 8_001));
  }

  @Test
  void aMethodAtTheLimitIsNotReported() {
    Map<String, Integer> sizes = MethodSizes.of(classWithAMethodOf(HUGE_METHOD_LIMIT));
    assertThat(sizes).containsEntry("Generated.run ()V", 8_000);
    assertThat(tooLong(sizes)).isEmpty();
  }

  @Test
  void sizesOfACompiledClassAreRead() throws IOException {
    try (InputStream classFile = Sample.class.getResourceAsStream("MethodSizesTest$Sample.class")) {
      Map<String, Integer> sizes = MethodSizes.of(classFile.readAllBytes());
      String owner = Sample.class.getName().replace('.', '/');
      assertThat(sizes)
          .containsEntry(owner + ".five ()I", 2)
          .containsEntry(owner + ".absent ()I", 0)
          .containsKey(owner + ".<init> ()V")
          .hasSize(3);
    }
  }

  abstract static class Sample implements Comparable<Sample>, Cloneable {
    static final int FIVE = 5;

    static int five() {
      return FIVE; // iconst_5, ireturn
    }

    abstract int absent();
  }

  private static List<Map.Entry<String, Integer>> tooLong(Map<String, Integer> sizes) {
    return sizes.entrySet().stream().filter(size -> size.getValue() > HUGE_METHOD_LIMIT).toList();
  }

  private static Map<String, Integer> sizesUnder(Path folder) throws IOException {
    Map<String, Integer> sizes = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          sizes.putAll(MethodSizes.of(Files.readAllBytes(file)));
        }
      }
    }
    return sizes;
  }

  private static Path classesFolder() throws URISyntaxException {
    return Path.of(
        DreamException.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static byte[] classWithAMethodOf(int bytes) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, "Generated", null, "java/lang/Object", null);
    MethodVisitor method = writer.visitMethod(Opcodes.ACC_STATIC, "run", "()V", null, null);
    method.visitCode();
    for (int i = 1; i < bytes; i++) {
      method.visitInsn(Opcodes.NOP);
    }
    method.visitInsn(Opcodes.RETURN);
    method.visitMaxs(0, 0);
    method.visitEnd();
    return writer.toByteArray();
  }
}
