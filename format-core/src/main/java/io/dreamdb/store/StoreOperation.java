package io.dreamdb.store;

/** The operations of an {@link ObjectStore} that reach the store. */
public enum StoreOperation {
  /** {@link ObjectStore#head}. */
  HEAD,
  /** Both forms of reading an object. */
  READ,
  /** {@link ObjectStore#readRegister}. */
  READ_REGISTER,
  /** {@link ObjectStore#put}. */
  PUT,
  /** {@link ObjectStore#putIfAbsent}. */
  PUT_IF_ABSENT,
  /** {@link ObjectStore#compareAndSet}. */
  COMPARE_AND_SET,
  /** {@link ObjectStore#list}, each page. */
  LIST,
  /** {@link ObjectStore#delete}, however many keys. */
  DELETE
}
