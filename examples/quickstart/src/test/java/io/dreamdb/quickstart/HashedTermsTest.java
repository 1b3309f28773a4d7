package io.dreamdb.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HashedTermsTest {

  @Test
  void aWordInCamelCaseIsItsPartsAndTheWhole() {
    assertThat(Terms.of("java.util.ConcurrentHashMap, HTTPClient2 a IOException"))
        .containsExactly(
            "java",
            "util",
            "concurrent",
            "hash",
            "map",
            "concurrenthashmap",
            "http",
            "client2",
            "httpclient2",
            "io",
            "exception",
            "ioexception");
  }

  @Test
  void aVectorHasLengthOneAndATextWithoutATermHasNone() {
    HashedTerms model = corpus("a map of keys", "a set of keys").model(16);
    float[] vector = model.vector("Map", "a map of keys").orElseThrow();
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    assertThat(vector).hasSize(16);
    assertThat(squares).isBetween(1 - 1e-6, 1 + 1e-6);
    assertThat(model.vector("", "- a!")).isEmpty();
  }

  @Test
  void theBytesAreTheSameOnEveryMachine() throws Exception {
    HashedTerms model =
        corpus(
                "A hash table supporting full concurrency",
                "A hash table of things",
                "Größe ≥ 3",
                "Größe")
            .model(256);
    float[] vector = model.vector("ConcurrentHashMap", "hash table, full; Größe").orElseThrow();
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES);
    bytes.asFloatBuffer().put(vector);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.array());
    assertThat(HexFormat.of().formatHex(digest))
        .isEqualTo("f3f454cbaeed4ea3a73078f8363208fc318e0278c413e8426347bb64d4872a2e");
  }

  private static HashedTerms.Corpus corpus(String... bodies) {
    HashedTerms.Corpus corpus = new HashedTerms.Corpus();
    for (String body : bodies) {
      corpus.add("", body);
    }
    return corpus;
  }

  @Test
  void theNeighboursOfAConcurrentMapAreMapsAndConcurrent() throws Exception {
    Optional<Path> archive = JdkSources.ofThisJdk();
    assumeTrue(archive.isPresent(), "this JDK was installed without lib/src.zip");
    List<ApiType> types = new JdkSources(archive.get(), ExportedPackages.ofThisJdk()).types();
    HashedTerms.Corpus corpus = new HashedTerms.Corpus();
    types.forEach(
        type -> corpus.add(type.qualifiedName(), Optional.ofNullable(type.doc()).orElse("")));
    HashedTerms model = corpus.model(256);
    Map<String, float[]> vectors = new HashMap<>();
    types.forEach(type ->
        vectors.put(
            type.qualifiedName(),
            model
                .vector(type.qualifiedName(), Optional.ofNullable(type.doc()).orElse(""))
                .orElseThrow()));
    assertThat(neighbours("java.util.concurrent.ConcurrentHashMap", 10, vectors))
        .startsWith("java.util.concurrent.ConcurrentHashMap")
        .contains(
            "java.util.HashMap",
            "java.util.Hashtable",
            "java.util.LinkedHashMap",
            "java.util.concurrent.atomic.LongAdder");
    assertThat(neighbours("java.net.http.HttpClient", 4, vectors))
        .containsExactly(
            "java.net.http.HttpClient",
            "java.net.http.HttpRequest",
            "java.net.http.HttpResponse",
            "java.net.http.HttpHeaders");
  }

  private static List<String> neighbours(String name, int k, Map<String, float[]> vectors) {
    float[] query = vectors.get(name);
    List<String> names = new ArrayList<>(vectors.keySet());
    names.sort(Comparator.comparingDouble((String other) -> -dot(query, vectors.get(other))));
    return names.subList(0, k);
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
