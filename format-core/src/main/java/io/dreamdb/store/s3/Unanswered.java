package io.dreamdb.store.s3;

import io.dreamdb.StoreUnavailable;

/** A request that ended badly, on its way to whoever knows what that means for the caller. */
final class Unanswered extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Reply reply;
  private final String what;
  private final Exception cause;

  Unanswered(String what, Reply reply, Exception cause) {
    super(what + ": " + reply.text(), cause);
    this.what = what;
    this.reply = reply;
    this.cause = cause;
  }

  Reply.Kind kind() {
    return reply.kind();
  }

  /** As the caller of a store sees it. */
  StoreUnavailable unavailable() {
    return unavailable(what, reply, cause);
  }

  static StoreUnavailable unavailable(String what, Reply reply, Exception cause) {
    return new StoreUnavailable("cannot " + what + ": " + reply.text(), cause);
  }
}
