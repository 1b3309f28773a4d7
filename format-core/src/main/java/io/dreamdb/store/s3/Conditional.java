package io.dreamdb.store.s3;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends requests of which a store applies one alone. A request is repeated only where its
 * predecessor was certainly not applied, since a repeated one that lost may have lost to itself.
 *
 * @param retry how often, and after which waits
 */
record Conditional(Retry retry) {

  /**
   * How it ended.
   *
   * @param <T> what the request returns
   * @param <F> what is found where it lost
   */
  sealed interface Outcome<T, F> {
    /** It was applied. */
    record Done<T, F>(T result) implements Outcome<T, F> {}

    /** It was not applied, and the condition holds no more. */
    record Lost<T, F>(F found) implements Outcome<T, F> {}

    /** It may have been applied, or may still be. */
    record Unknown<T, F>(String reason) implements Outcome<T, F> {}
  }

  /**
   * Sends a conditional request.
   *
   * @param what for messages: what cannot be done
   * @param moved looks whether the condition holds no more, and what is there instead
   * @throws Unanswered where the store refused or could not be reached: nothing was applied
   */
  <T, F> Outcome<T, F> send(String what, Retry.Request<T> request, Supplier<Optional<F>> moved) {
    for (int attempt = 0; ; attempt++) {
      try {
        return new Outcome.Done<>(request.send());
      } catch (SdkException | IOException e) {
        Reply reply = Reply.of(e);
        switch (reply.kind()) {
          case UNCLEAR, INTERRUPTED -> {
            return new Outcome.Unknown<>(reply.text());
          }
          case CONDITION, ABSENT -> {
            Optional<F> found = moved.get();
            if (found.isPresent()) {
              return new Outcome.Lost<>(found.get());
            }
            // 409: another request was under way, and failed or has not come through yet.
          }
          case NOT_SENT, NO_UPLOAD -> {
            // Sent again below.
          }
          case REFUSED, BEYOND_END -> throw new Unanswered(what, reply, e);
        }
        if (attempt >= retry.most()) {
          throw new Unanswered(what, reply, e);
        }
        retry.pause(attempt);
      }
    }
  }
}
