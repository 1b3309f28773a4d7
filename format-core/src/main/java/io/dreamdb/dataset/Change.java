package io.dreamdb.dataset;

import io.dreamdb.object.ObjectWriter;
import java.util.Optional;

/** One commit's work, repeatable on any head that it agrees with. */
interface Change {

  /** What it is planned on, and may be repeated over: names it in messages. */
  String name();

  /**
   * Applies the change to a head.
   *
   * @param step the head and what the next manifest will say of itself
   * @return empty if there is nothing to do: the head serves as the result
   * @throws io.dreamdb.Conflict if what others committed since does not go together with it
   */
  Optional<Draft> apply(Step step);

  /**
   * One attempt.
   *
   * @param head what the ref holds
   * @param base what the change was planned on: {@code head}, or an earlier value of the same ref
   * @param generation of the next manifest
   * @param timestamp of the next manifest
   * @param writer stores objects born in the epoch of the next manifest
   */
  record Step(Head head, Head base, long generation, long timestamp, ObjectWriter writer) {

    boolean rebased() {
      return !head.stored().id().equals(base.stored().id());
    }
  }
}
