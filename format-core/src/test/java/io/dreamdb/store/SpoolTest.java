package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dreamdb.LimitExceeded;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {

  @TempDir Path temp;

  @Test
  void anyMixtureOfWritesGivesTheSameBytesInMemoryAndOnDisk() throws IOException {
    byte[] bytes = ObjectStoreContract.randomBytes(new Random(41), 50_000);
    for (int memory : new int[] {1, 7, 4096, 49_999, 50_000, 50_001, 1 << 20}) {
      try (Spool spool = Spool.inFolder(temp.resolve("spools"), memory)) {
        writeInPieces(spool, bytes, new Random(memory));
        assertThat(spool.lengthBytes()).isEqualTo(bytes.length);
        ObjectBody body = spool.body();
        assertThat(body.lengthBytes()).isEqualTo(bytes.length);
        assertThat(body instanceof ObjectBody.InFile).isEqualTo(memory < bytes.length);
        for (int again = 0; again < 2; again++) {
          try (InputStream in = body.open()) {
            assertThat(in.readAllBytes()).isEqualTo(bytes);
          }
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          body.writeTo(Channels.newChannel(out));
          assertThat(out.toByteArray()).isEqualTo(bytes);
        }
      }
    }
  }

  @Test
  void theFirstBytesAreReplacedInMemoryOnDiskAndAcross() throws IOException {
    byte[] bytes = ObjectStoreContract.randomBytes(new Random(42), 1_000);
    byte[] first = ObjectStoreContract.randomBytes(new Random(43), 64);
    byte[] expected = bytes.clone();
    System.arraycopy(first, 0, expected, 0, first.length);
    for (int memory : new int[] {1, 63, 64, 65, 960, 999, 1_000, 1 << 20}) {
      try (Spool spool = Spool.inFolder(temp.resolve("spools"), memory)) {
        spool.write(bytes);
        spool.replaceFirst(first);
        try (InputStream in = spool.body().open()) {
          assertThat(in.readAllBytes()).as("memory of %d", memory).isEqualTo(expected);
        }
      }
    }
    try (Spool spool = Spool.inFolder(temp, 48)) {
      spool.write(bytes, 0, 63);
      assertThatThrownBy(() -> spool.replaceFirst(first))
          .isInstanceOf(IndexOutOfBoundsException.class);
      spool.write(7);
      spool.replaceFirst(first);
      try (InputStream in = spool.body().open()) {
        assertThat(in.readAllBytes()).isEqualTo(first);
      }
    }
  }

  @Test
  void closingRemovesTheFile() throws IOException {
    Spool spool = Spool.inFolder(temp, 10);
    spool.write(new byte[100]);
    assertThat(filesIn(temp)).isEqualTo(1);
    spool.close();
    spool.close();
    assertThat(filesIn(temp)).isZero();
  }

  @Test
  void nothingIsWrittenAfterTheEnd() {
    try (Spool spool = Spool.inSystemTemp()) {
      spool.write(1);
      spool.body();
      assertThatThrownBy(() -> spool.write(2)).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> spool.write(new byte[3])).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(spool::body).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aBodyThatWasCutOnDiskIsNoShorterObject() throws IOException {
    try (Spool spool = Spool.inFolder(temp, 10)) {
      spool.write(new byte[100]);
      ObjectBody.InFile body = (ObjectBody.InFile) spool.body();
      Files.write(body.file(), new byte[99]);
      assertThatThrownBy(() -> body.writeTo(Channels.newChannel(new ByteArrayOutputStream())))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("99 of 100");
    }
  }

  @Test
  void anObjectAboveTheLimitIsRefusedBeforeItIsWritten() {
    try (Spool spool = new Spool(() -> Files.createTempFile(temp, "small", ""), 10, 100)) {
      spool.write(new byte[90]);
      assertThatThrownBy(() -> spool.write(new byte[11]))
          .isInstanceOf(LimitExceeded.class)
          .hasMessageContaining("101 bytes")
          .hasMessageContaining("at most 100");
      spool.write(new byte[10]);
      assertThatThrownBy(() -> spool.write(0)).isInstanceOf(LimitExceeded.class);
      assertThat(spool.body().lengthBytes()).isEqualTo(100);
    }
  }

  private static void writeInPieces(Spool spool, byte[] bytes, Random random) {
    for (int done = 0; done < bytes.length; ) {
      int piece = Math.min(bytes.length - done, random.nextInt(3000));
      switch (random.nextInt(3)) {
        case 0 -> spool.write(bytes, done, piece);
        case 1 -> spool.write(ByteBuffer.wrap(bytes, done, piece));
        default -> {
          for (int i = 0; i < piece; i++) {
            spool.write(bytes[done + i]);
          }
        }
      }
      done += piece;
    }
  }

  private static long filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.count();
    }
  }
}
