package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.bytesOf;
import static io.dreamdb.store.ObjectStoreContract.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectStoresTest {

  @TempDir Path temp;

  @Test
  void pathsAndFileUrisAreTheSameLocalStore() {
    Path root = temp.resolve("with space");
    List<String> locations =
        List.of(
            root.toString(),
            root.toUri().toString(),
            "FILE" + root.toUri().toString().substring("file".length()),
            Path.of("").toAbsolutePath().relativize(root).toString());
    ObjectStores.open(locations.get(0)).put(key("a"), ObjectBody.of(new byte[] {7}));
    assertThat(Files.exists(root.resolve("a"))).isTrue();
    for (String location : locations) {
      ObjectStore store = ObjectStores.open(location);
      assertThat(store).isInstanceOf(LocalObjectStore.class);
      assertThat(bytesOf(store.read(key("a")))).containsExactly(7);
      assertThat(store.location()).startsWith("file:///").contains("with%20space");
      assertThat(ObjectStores.open(store.location()).head(key("a"))).isPresent();
    }
  }

  @Test
  void aMemoryStoreIsTheSameForTheSameName() {
    ObjectStore store = ObjectStores.open("memory:ObjectStoresTest/a");
    store.put(key("a"), ObjectBody.of(new byte[] {7}));
    assertThat(ObjectStores.open("memory:ObjectStoresTest/a").head(key("a"))).isPresent();
    assertThat(ObjectStores.open("memory:ObjectStoresTest/b").head(key("a"))).isEmpty();
    assertThat(store.location()).isEqualTo("memory:ObjectStoresTest/a");
  }

  @Test
  void anUnknownSchemeIsNamedWithThoseThatAreServed() {
    assertThatThrownBy(() -> ObjectStores.open("gopher://host/space"))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("gopher://host/space")
        .hasMessageContaining("'gopher'")
        .hasMessageContaining("file")
        .hasMessageContaining("memory");
  }

  @Test
  void locationsThatCannotBeMeantAreRefused() {
    for (String location :
        List.of(
            "",
            " ",
            "memory:",
            "file:",
            "file:relative",
            "file://host/a",
            "file:///a?b=c",
            "file:///a#b",
            "file:///a b",
            "a\0b")) {
      assertThatThrownBy(() -> ObjectStores.open(location))
          .as(location)
          .isInstanceOf(InvalidInput.class);
    }
  }

  @Test
  void optionsThatAStoreDoesNotKnowAreNamed() {
    for (String location : List.of("memory:x", temp.toString())) {
      assertThatThrownBy(() -> ObjectStores.open(location, Map.of("s3.region", "here")))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("s3.region");
    }
  }

  @Test
  void aProviderOnTheClassPathIsFound() {
    ObjectStore store = ObjectStores.open("Test-Scheme://x/y", Map.of("option", "value"));
    assertThat(store.location()).isEqualTo("memory:Test-Scheme://x/y {option=value}");
  }

  /** Registered in the test resources. */
  public static final class TestSchemeProvider implements ObjectStoreProvider {

    @Override
    public Set<String> schemes() {
      return Set.of("test-scheme");
    }

    @Override
    public ObjectStore open(String location, Map<String, String> options) {
      return new MemoryObjectStore(location + " " + options);
    }
  }
}
