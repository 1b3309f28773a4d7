package io.dreamdb.dataset.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class WriterThreadsTest {

  @Test
  void allPartsAreDoneOnceEachWorkersInTheirOrder() {
    for (int round = 0; round < 200; round++) {
      List<List<Integer>> done = new ArrayList<>();
      for (int worker = 0; worker < WriterThreads.workers(); worker++) {
        done.add(new ArrayList<>());
      }
      List<IntConsumer> parts = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        int number = i;
        parts.add(worker -> done.get(worker).add(number));
      }
      AtomicBoolean mine = new AtomicBoolean();
      Thread caller = Thread.currentThread();
      WriterThreads.run(() -> mine.set(Thread.currentThread() == caller), parts);
      assertThat(mine).isTrue();
      assertThat(done.stream().flatMap(List::stream)).hasSize(50).doesNotHaveDuplicates();
      assertThat(done).allSatisfy(of -> assertThat(of).isSorted());
    }
  }

  @Test
  void theFailureOfTheFirstPartIsThrownWhenAllHaveEnded() {
    AtomicInteger ended = new AtomicInteger();
    IntConsumer works = worker -> ended.incrementAndGet();
    IntConsumer fails =
        worker -> {
          throw new IllegalStateException("second");
        };
    IntConsumer failsToo =
        worker -> {
          throw new IllegalStateException("third");
        };
    assertThatThrownBy(() ->
            WriterThreads.run(
                () -> {
                  throw new IllegalStateException("own");
                },
                List.of(works, fails, failsToo, works)))
        .hasMessage("second");
    assertThat(ended).hasValue(2);
    assertThatThrownBy(() ->
            WriterThreads.run(
                () -> {
                  throw new IllegalStateException("own");
                },
                List.of(works)))
        .hasMessage("own");
  }

  @Test
  void manyWritersAtOnceFinishWithFewHelpers() throws InterruptedException {
    List<Integer> done = Collections.synchronizedList(new ArrayList<>());
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread writer =
          new Thread(() -> {
            for (int round = 0; round < 100; round++) {
              WriterThreads.run(() -> {}, Collections.nCopies(5, done::add));
            }
          });
      writer.start();
      writers.add(writer);
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertThat(done).hasSize(8 * 100 * 5);
  }

  @Test
  void anInterruptReachesTheHelpersAndStays() {
    Thread caller = Thread.currentThread();
    AtomicInteger interrupted = new AtomicInteger();
    IntConsumer sleeps =
        worker -> {
          if (worker > 0) {
            caller.interrupt();
          }
          try {
            Thread.sleep(worker > 0 ? 60_000 : 0);
          } catch (InterruptedException e) {
            interrupted.incrementAndGet();
          }
        };
    WriterThreads.run(() -> {}, List.of(sleeps));
    // The caller may have taken the part itself; then nobody interrupted anybody.
    assertThat(Thread.interrupted()).isEqualTo(interrupted.get() > 0);
    assertThat(interrupted.get()).isLessThanOrEqualTo(1);
  }
}
