package io.dreamdb.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.dreamdb.object.RefName;
import io.dreamdb.schema.Predicate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row is deleted, dropped, expired and collected: then no file has a byte of it. */
class ErasureTest {

  private static final int GONE = 777;

  @TempDir Path folder;

  @Test
  void anErasedRowLeavesNothingBehind() throws IOException {
    Dataset table = IndexedTable.create(folder.toString(), SmallWarehouse.options(2));
    IndexedTable.append(table, RefName.MAIN, 0, 1_400);
    IndexedTable.rebuild(table, 6);
    IndexedTable.append(table, RefName.MAIN, 1_400, 1_400 + IndexedTable.PACKED);
    table.createBranch("dev", "main");
    long anchor = table.snapshot().batches().next().firstAnchor() + GONE;
    assertThat(filesWith(IndexedTable.vector(GONE))).isNotEmpty();

    for (String branch : List.of("main", "dev")) {
      RefName ref = new RefName(branch);
      table.delete(ref).where(Predicate.parse("id = " + GONE));
      table.materializeTombstones(ref, 0).run();
    }
    assertThat(report(table, anchor).isEmpty()).isFalse();
    table.expire().keep(1).run();
    // What both branches come from is kept for a merge, as long as both are there.
    assertThat(report(table, anchor).isEmpty()).isFalse();
    table.deleteRef(new RefName("dev"));
    table.expire().keep(1).run();
    assertThat(report(table, anchor).objects()).isEmpty();
    table.collect().run();
    table.collect().run();

    assertThat(filesWith(IndexedTable.vector(GONE))).isEmpty();
    assertThat(filesWith(IndexedTable.vector(GONE + 1))).isNotEmpty();
    assertThat(table.snapshot().rowCount()).isEqualTo(1_399 + IndexedTable.PACKED);
    assertThat(table.snapshot().searched(table.snapshot().embedding(Optional.empty())).index())
        .isPresent();
  }

  private static ErasureReport report(Dataset table, long anchor) {
    return table.erasureReport(LongStream.of(anchor));
  }

  private List<Path> filesWith(float[] vector) throws IOException {
    float[] present = Objects.requireNonNull(vector);
    ByteBuffer bytes = ByteBuffer.allocate(4 * present.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(present);
    byte[] wanted = bytes.array();
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, wanted)).toList();
    }
  }

  private static boolean holds(Path file, byte[] wanted) {
    try {
      byte[] all = Files.readAllBytes(file);
      for (int at = 0; at + wanted.length <= all.length; at += 4) {
        if (Arrays.equals(all, at, at + wanted.length, wanted, 0, wanted.length)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
