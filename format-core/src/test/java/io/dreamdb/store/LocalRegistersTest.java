package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.swapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drives swaps by their steps, as if their writers were stopped between them. */
class LocalRegistersTest {

  private static final RegisterKey MAIN = RegisterKey.ref("main");

  @TempDir Path root;
  private LocalRegisters registers;

  @BeforeEach
  void open() {
    registers = new LocalRegisters(new LocalFolder(root));
  }

  @Test
  void versionsAreFilesNumberedFromOne() throws IOException {
    advanceTo(3);
    assertThat(names()).containsExactly("0000000000000001", "0000000000000002", "0000000000000003");
    assertThat(Files.readAllBytes(versions().resolve("0000000000000003"))).containsExactly(3);
    assertThat(registers.read(MAIN).version()).isEqualTo(new Version("0000000000000003"));
    assertThat(Files.list(root.resolve("+tmp"))).isEmpty();
  }

  @Test
  void theLastSixtyFourVersionsStay() throws IOException {
    advanceTo(64);
    assertThat(names()).hasSize(64).startsWith("0000000000000001");
    advanceTo(65);
    assertThat(names()).hasSize(64).startsWith("0000000000000002");
    advanceTo(140);
    assertThat(names())
        .containsExactlyElementsOf(
            LongStream.rangeClosed(77, 140).mapToObj(LocalRegisters::name).toList());
  }

  @Test
  void ofTwoWritersAtTheSameStepOneLinks() throws IOException {
    advanceTo(5);
    try (var first = registers.prepare(MAIN, 6, new byte[] {1});
        var second = registers.prepare(MAIN, 6, new byte[] {2})) {
      assertThat(second.link()).isTrue();
      assertThat(first.link()).isFalse();
      swapped(second.confirm());
    }
    assertThat(registers.read(MAIN).value()).containsExactly(2);
  }

  @Test
  void aLinkThatIsRepeatedFindsItself() throws IOException {
    try (var swap = registers.prepare(MAIN, 1, new byte[] {1})) {
      assertThat(swap.link()).isTrue();
      assertThat(swap.link()).isTrue();
      swapped(swap.confirm());
    }
  }

  @Test
  void aWriterThatSleptBeforeItsLinkForFewVersionsLoses() throws IOException {
    advanceTo(5);
    try (var sleeper = registers.prepare(MAIN, 6, new byte[] {99})) {
      advanceTo(5 + 63);
      assertThat(sleeper.link()).isFalse();
    }
  }

  @Test
  void aWriterThatSleptPastTheKeptVersionsDoesNotWin() throws IOException {
    for (int base : new int[] {0, 1, 6}) {
      Files.createDirectories(root);
      registers = new LocalRegisters(new LocalFolder(root.resolve("base-" + base)));
      advanceTo(base);
      try (var sleeper = registers.prepare(MAIN, base + 1, new byte[] {99})) {
        advanceTo(base + 65);
        byte[] before = registers.read(MAIN).value();
        assertThat(sleeper.link()).as("number %s was removed", base + 1).isTrue();
        assertThat(registers.read(MAIN).value()).isEqualTo(before);
        assertThat(sleeper.confirm()).isInstanceOf(SwapResult.Unknown.class);
        assertThat(registers.read(MAIN).value()).isEqualTo(before);
      }
      advanceTo(base + 66);
      assertThat(registers.read(MAIN).value()).containsExactly((byte) (base + 66));
    }
  }

  @Test
  void oneSleeperDoesNotVouchForTheNext() throws IOException {
    advanceTo(5);
    try (var first = registers.prepare(MAIN, 6, new byte[] {98});
        var second = registers.prepare(MAIN, 7, new byte[] {99})) {
      advanceTo(75);
      assertThat(first.link()).isTrue();
      assertThat(second.link()).isTrue();
      assertThat(second.confirm()).isInstanceOf(SwapResult.Unknown.class);
      assertThat(first.confirm()).isInstanceOf(SwapResult.Unknown.class);
    }
    assertThat(registers.read(MAIN).value()).containsExactly(75);
    advanceTo(76);
    assertThat(names()).hasSize(64);
  }

  @Test
  void aWriterThatSleptAfterItsLinkForFewVersionsHasSwapped() throws IOException {
    advanceTo(5);
    try (var sleeper = registers.prepare(MAIN, 6, new byte[] {99})) {
      assertThat(sleeper.link()).isTrue();
      advanceTo(6 + 62);
      swapped(sleeper.confirm());
    }
  }

  @Test
  void aWriterThatSleptLongAfterItsLinkDoesNotKnow() throws IOException {
    advanceTo(5);
    try (var sleeper = registers.prepare(MAIN, 6, new byte[] {99})) {
      assertThat(sleeper.link()).isTrue();
      advanceTo(6 + 64);
      assertThat(sleeper.confirm()).isInstanceOf(SwapResult.Unknown.class);
    }
  }

  @Test
  void aCrashAtAnyStepLeavesTheOldOrTheNewValue() throws IOException {
    advanceTo(80);
    registers.prepare(MAIN, 81, new byte[] {81});
    assertThat(registers.read(MAIN).value()).containsExactly(80);
    assertThat(registers.prepare(MAIN, 81, new byte[] {81}).link()).isTrue();
    assertThat(registers.read(MAIN).value()).containsExactly(81);
    advanceTo(82); // removes two, as the one who crashed removed none
    assertThat(names()).hasSize(64);
    assertThat(Files.list(root.resolve("+tmp"))).hasSize(2);
  }

  @Test
  void aDeletionThatCrashedIsNamedAndMayBeRepeated() throws IOException {
    advanceTo(10);
    Files.delete(versions().resolve(LocalRegisters.name(1)));
    assertThatThrownBy(() -> registers.read(MAIN))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(versions().toString())
        .hasMessageContaining("delete the register");
    assertThat(LocalListing.page(root, ListRequest.of("refs/")).entries())
        .containsExactly(new StoredObject(MAIN, 1));
    registers.delete(MAIN);
    assertThat(registers.read(MAIN).isAbsent()).isTrue();
    advanceTo(1);
  }

  @Test
  void filesThatAreNoVersionsAreIgnored() throws IOException {
    advanceTo(2);
    for (String name :
        List.of(
            "0000000000000009.tmp",
            "9",
            "000000000000000A",
            "README",
            "0000000000000000",
            "8000000000000000")) {
      Files.write(versions().resolve(name), new byte[] {66});
    }
    assertThat(registers.read(MAIN).value()).containsExactly(2);
    advanceTo(3);
  }

  @Test
  void aVersionOfAnotherKindOfStoreIsRefused() {
    assertThatThrownBy(() -> registers.compareAndSet(MAIN, new Version("\"etag\""), new byte[] {1}))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("etag")
        .hasMessageContaining("refs/main");
  }

  /** Swaps up to a number; each version holds the lowest byte of its number. */
  private void advanceTo(long number) throws IOException {
    Register now = registers.read(MAIN);
    long at = now.isAbsent() ? 0 : Long.parseLong(now.version().token(), 16);
    while (at < number) {
      Version version = at == 0 ? Version.ABSENT : new Version(LocalRegisters.name(at));
      at++;
      swapped(registers.compareAndSet(MAIN, version, new byte[] {(byte) at}));
    }
  }

  private Path versions() {
    return root.resolve("refs/main");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(versions())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
