package io.dreamdb.kernel;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One loop in its two forms: the twin serves until the SIMD form is compiled. Thread-safe.
 *
 * @param <K> the interface of both
 */
final class Loop<K> {

  private final K twin;
  private final Supplier<? extends K> load;
  private final @Nullable WarmUp warmUp;
  private volatile @Nullable K simd; // set by the warm-up thread, before it calls it fast

  /** A loop of one form. */
  Loop(K only) {
    this.twin = only;
    this.load = () -> only;
    this.warmUp = null;
  }

  /**
   * A loop of two forms.
   *
   * @param load makes the SIMD form, on the warm-up thread: it takes time
   * @param call takes every branch of the loop that real data takes, for some microseconds
   */
  Loop(String name, K twin, Supplier<? extends K> load, Consumer<K> call) {
    this(name, twin, twin, load, call);
  }

  /**
   * The same.
   *
   * @param plain what the SIMD form has to beat, where the twin may have SIMD forms itself
   */
  Loop(String name, K twin, K plain, Supplier<? extends K> load, Consumer<K> call) {
    this.twin = twin;
    this.load = load;
    this.warmUp = new WarmUp(name, () -> call.accept(plain), () -> call.accept(loaded()));
  }

  /** The form to run now. */
  K now() {
    return warmUp != null && warmUp.fast() ? loaded() : twin;
  }

  /** The form for data that must not reach the other one. */
  K twin() {
    return twin;
  }

  /** Waits until it is decided how the loop runs; false if it has a SIMD form that does not. */
  boolean await(Duration timeout) throws InterruptedException {
    return warmUp == null || warmUp.await(timeout);
  }

  private K loaded() {
    K known = simd;
    if (known == null) {
      known = load.get();
      simd = known;
    }
    return known;
  }
}
