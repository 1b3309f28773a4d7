package io.dreamdb.store.s3;

/** What a {@link StrictS3Server} can do to one request. */
public enum S3Fault {
  /** Nothing goes wrong. */
  NONE,

  /** The connection is closed before anything is applied. */
  DROP_REQUEST,

  /** The request is applied, then the connection is closed without a reply. */
  DROP_REPLY,

  /** The request is applied after a while. */
  DELAY,

  /** 500, and nothing is applied. */
  ERROR_500,

  /** 500, though the request is applied. */
  ERROR_500_AFTER,

  /** 503, and nothing is applied. */
  ERROR_503,

  /** 409 to a conditional write, and nothing is applied. */
  CONFLICT_409,

  /** The body of a read ends early. */
  TRUNCATE,

  /** One byte of the body of a read is wrong. */
  FLIP_BYTE,

  /** A range of an empty object is served, as bytes 0 to -1, and not refused. */
  EMPTY_RANGE,

  /** The request is applied twice, and the second reply is the one that is sent. */
  DUPLICATE,

  /** A listing does not show the last keys that were written. */
  STALE_LIST
}
