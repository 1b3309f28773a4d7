package io.dreamdb.store;

import static io.dreamdb.store.ObjectStoreContract.bytesOf;
import static io.dreamdb.store.ObjectStoreContract.key;
import static io.dreamdb.store.ObjectStoreContract.swapped;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.InvalidInput;
import io.dreamdb.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalObjectStoreTest {

  @TempDir Path temp;
  private Path root;
  private LocalObjectStore store;

  @BeforeEach
  void open() {
    root = temp.resolve("space");
    store = new LocalObjectStore(root);
  }

  @Test
  void anObjectIsAFileNamedByItsKey() throws IOException {
    store.put(key("a/b/c"), ObjectBody.of(new byte[] {1, 2}));
    assertThat(Files.readAllBytes(root.resolve("a/b/c"))).containsExactly(1, 2);
    assertThat(temporaryFiles()).isZero();
  }

  @Test
  void theFolderIsCreatedByTheFirstWriteOnly() {
    store.list(ListRequest.of(""));
    store.head(key("a"));
    store.readRegister(RegisterKey.GC_ROOT);
    store.delete(List.of(key("a"), RegisterKey.GC_ROOT));
    assertThat(root).doesNotExist();
    store.put(key("a"), ObjectBody.of(new byte[0]));
    assertThat(root.resolve("a")).exists();
  }

  @Test
  void aRootThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    LocalObjectStore below = new LocalObjectStore(file.resolve("space"));
    assertThatThrownBy(() -> below.put(key("a"), ObjectBody.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("write a")
        .hasMessageContaining(file.toString())
        .hasMessageContaining("is not a folder");
    assertThatThrownBy(() -> below.putIfAbsent(key("a"), ObjectBody.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> below.compareAndSet(RegisterKey.GC_ROOT, Version.ABSENT, new byte[1]))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aKeyThatIsAFolderOfAnotherFails() throws IOException {
    store.put(key("a"), ObjectBody.of(new byte[1]));
    assertThatThrownBy(() -> store.put(key("a/b"), ObjectBody.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("a/b");
    store.put(key("c/d"), ObjectBody.of(new byte[1]));
    assertThatThrownBy(() -> store.put(key("c"), ObjectBody.of(new byte[1])))
        .isInstanceOf(StoreUnavailable.class);
    assertThat(temporaryFiles()).isZero();
  }

  @Test
  void symbolicLinksAreNeitherFollowedNorListed() throws IOException {
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Files.write(outside.resolve("secret"), new byte[] {42});
    Files.createDirectories(root.resolve("refs"));
    Files.createSymbolicLink(root.resolve("folder"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    Files.createSymbolicLink(root.resolve("refs/main"), outside);
    for (String path : List.of("folder/secret", "folder/new", "file")) {
      assertRefused(() -> store.read(key(path)));
      assertRefused(() -> store.head(key(path)));
      assertRefused(() -> store.put(key(path), ObjectBody.of(new byte[1])));
      assertRefused(() -> store.putIfAbsent(key(path), ObjectBody.of(new byte[1])));
      assertRefused(() -> store.delete(key(path)));
    }
    RegisterKey main = RegisterKey.ref("main");
    assertRefused(() -> store.readRegister(main));
    assertRefused(() -> store.compareAndSet(main, Version.ABSENT, new byte[1]));
    assertRefused(() -> store.delete(main));
    assertThat(store.list(ListRequest.of("")).entries()).isEmpty();
    assertThat(Files.list(outside)).containsExactly(outside.resolve("secret"));
  }

  @Test
  void namesThatNoKeyHasAreNotListed() throws IOException {
    store.put(key("a/b"), ObjectBody.of(new byte[1]));
    for (String foreign :
        List.of("README", "a/.DS_Store", "a/x~", "refs/file", "gc/other", "gc/r/s")) {
      Path file = root.resolve(foreign);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[1]);
    }
    Files.delete(root.resolve("refs/file"));
    Files.createDirectories(root.resolve("refs/empty"));
    assertThat(store.list(ListRequest.of("")).entries())
        .containsExactly(new StoredObject(key("a/b"), 1));
  }

  @Test
  void aRegisterThatIsAFileIsNamed() throws IOException {
    Files.createDirectories(root.resolve("refs"));
    Files.write(root.resolve("refs/main"), new byte[33]);
    assertThatThrownBy(() -> store.readRegister(RegisterKey.ref("main")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("a register is a folder of its versions");
  }

  @Test
  void leftoversOfWritersThatDiedAreNotSeenAndGoAfterAWeek() throws IOException {
    store.put(key("a"), ObjectBody.of(new byte[1]));
    Path old = Files.write(root.resolve("+tmp/old"), new byte[10]);
    Path fresh = Files.write(root.resolve("+tmp/fresh"), new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(8 * 86_400)));
    assertThat(store.list(ListRequest.of("")).entries()).hasSize(1);
    new LocalObjectStore(root).put(key("b"), ObjectBody.of(new byte[1]));
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void largeReadsAreMappedAndEqualTheReadsOfSmallPieces() {
    byte[] bytes = ObjectStoreContract.randomBytes(new Random(61), 3 << 20);
    store.put(key("a"), ObjectBody.of(bytes));
    assertThat(store.capabilities()).contains(Capability.MAPPED_READS);
    ByteBuffer mapped = store.read(key("a"), new ByteRange(4097, 2 << 20));
    assertThat(mapped.isDirect()).isTrue();
    ByteBuffer pieces = ByteBuffer.allocate(2 << 20);
    for (int done = 0; done < 2 << 20; done += 1 << 16) {
      ByteBuffer piece = store.read(key("a"), new ByteRange(4097 + done, 1 << 16));
      assertThat(piece.isDirect()).isFalse();
      pieces.put(piece);
    }
    assertThat(mapped).isEqualTo(pieces.flip());
  }

  @Test
  void aMappedReadKeepsItsBytesWhenTheObjectIsReplaced() {
    byte[] bytes = ObjectStoreContract.randomBytes(new Random(62), 2 << 20);
    store.put(key("a"), ObjectBody.of(bytes));
    ByteBuffer mapped = store.read(key("a"));
    store.put(key("a"), ObjectBody.of(new byte[1]));
    assertThat(bytesOf(mapped)).isEqualTo(bytes);
  }

  @Test
  void aSpooledObjectIsLinkedAndNotCopied() throws IOException {
    try (Spool spool = store.spool()) {
      spool.write(new byte[Spool.DEFAULT_MEMORY_BYTES + 1]);
      ObjectBody.InFile body = (ObjectBody.InFile) spool.body();
      store.put(key("a"), body);
      assertThat(Files.isSameFile(body.file(), root.resolve("a"))).isTrue();
    }
    assertThat(temporaryFiles()).isZero();
    assertThat(store.head(key("a")))
        .contains(new StoredObject(key("a"), Spool.DEFAULT_MEMORY_BYTES + 1L));
  }

  @Test
  void aLinkThatIsRepeatedFindsItselfAndNoOther() throws IOException {
    Path mine = Files.write(temp.resolve("mine"), new byte[1]);
    Path other = Files.write(temp.resolve("other"), new byte[1]);
    Path target = temp.resolve("target");
    assertThat(LocalFolder.link(mine, target)).isTrue();
    assertThat(LocalFolder.link(mine, target)).isTrue();
    assertThat(LocalFolder.link(other, target)).isFalse();
    Path gone = temp.resolve("gone");
    assertThatThrownBy(() -> LocalFolder.link(gone, temp.resolve("new")))
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("gone");
  }

  @Test
  void anInterruptedThreadFailsWithoutEffect() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> store.put(key("a"), ObjectBody.of(new byte[1])))
          .isInstanceOf(StoreUnavailable.class);
      assertThatThrownBy(
              () -> store.compareAndSet(RegisterKey.GC_ROOT, Version.ABSENT, new byte[1]))
          .isInstanceOf(StoreUnavailable.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(store.list(ListRequest.of("")).entries()).isEmpty();
    swapped(store.compareAndSet(RegisterKey.GC_ROOT, Version.ABSENT, new byte[1]));
  }

  @Test
  void noNameLeavesTheRoot() throws IOException {
    Random random = new Random(63);
    for (String hostile : HostileNames.generate(64, 10_000)) {
      String name = random.nextBoolean() ? hostile : HostileNames.word(random) + "/" + hostile;
      assertThatThrownBy(() -> store.put(new ObjectKey(name), ObjectBody.of(new byte[1])))
          .isInstanceOf(InvalidInput.class);
    }
    for (int i = 0; i < 50; i++) {
      String name = "k" + i + "/" + HostileNames.word(random);
      store.put(new ObjectKey(name), ObjectBody.of(new byte[1]));
    }
    try (Stream<Path> all = Files.list(temp)) {
      assertThat(all).containsExactly(root);
    }
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(all.filter(Files::isRegularFile)).hasSize(50);
    }
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("symbolic link");
  }

  private long temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("+tmp"))) {
      return files.count();
    }
  }
}
