package io.dreamdb.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * That the port's values are enough to write exactly once over lost requests, lost replies and late
 * requests: writers add their marks to a register's set and resolve what they do not know.
 */
class UnknownOutcomesTest {

  private static final RegisterKey MARKS = RegisterKey.ref("marks");
  private static final int WRITERS = 6;
  private static final int EACH = 20;
  private static final long SEED = 71;

  private final AtomicInteger unknown = new AtomicInteger();

  @Test
  void eachMarkIsAddedOnceInMemory() {
    eachMarkIsAddedOnce(new MemoryObjectStore());
  }

  @Test
  void eachMarkIsAddedOnceInAFolder(@TempDir Path root) {
    eachMarkIsAddedOnce(new LocalObjectStore(root));
  }

  private void eachMarkIsAddedOnce(ObjectStore plain) {
    Race.run(
        WRITERS,
        writer -> {
          FaultyObjectStore store = new FaultyObjectStore(plain, faults(writer), SEED + writer);
          for (int i = 0; i < EACH; i++) {
            add(store, plain, (byte) (writer * EACH + i));
            store.applyLate();
          }
          return writer;
        });
    byte[] marks = plain.readRegister(MARKS).value();
    assertThat(IntStream.range(0, marks.length).mapToObj(i -> (int) marks[i]))
        .containsExactlyInAnyOrderElementsOf(IntStream.range(0, WRITERS * EACH).boxed().toList());
    assertThat(unknown).hasValueGreaterThan(WRITERS * EACH / 10);
  }

  private static FaultPlan faults(int writer) {
    FaultPlan swaps =
        FaultPlan.seeded(
            SEED + writer,
            new EnumMap<>(
                Map.of(Fault.FAIL_BEFORE, 0.1, Fault.FAIL_AFTER, 0.1, Fault.APPLY_LATE, 0.1)));
    return (operation, target) ->
        operation == StoreOperation.COMPARE_AND_SET ? swaps.next(operation, target) : Fault.NONE;
  }

  private void add(ObjectStore store, ObjectStore plain, byte mark) {
    Register now = store.readRegister(MARKS);
    while (true) {
      SwapResult result = store.compareAndSet(MARKS, now.version(), with(now, mark));
      if (result instanceof SwapResult.Swapped) {
        return;
      }
      if (result instanceof SwapResult.Unknown) {
        unknown.incrementAndGet();
        now = fenced(plain, now.version());
        if (holds(now, mark)) {
          return;
        }
      } else {
        now = ((SwapResult.Conflict) result).current();
      }
    }
  }

  /** A state that a late swap from the old version cannot follow any more. */
  private static Register fenced(ObjectStore plain, Version old) {
    Register now = plain.readRegister(MARKS);
    while (now.version().equals(old)) {
      plain.compareAndSet(MARKS, old, now.value());
      now = plain.readRegister(MARKS);
    }
    return now;
  }

  private static byte[] with(Register now, byte mark) {
    byte[] value = Arrays.copyOf(now.value(), now.lengthBytes() + 1);
    value[now.lengthBytes()] = mark;
    return value;
  }

  private static boolean holds(Register now, byte mark) {
    for (byte one : now.value()) {
      if (one == mark) {
        return true;
      }
    }
    return false;
  }
}
