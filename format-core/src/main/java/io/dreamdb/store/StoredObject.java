package io.dreamdb.store;

/**
 * An object or register that a store holds.
 *
 * @param key its key
 * @param lengthBytes length of the object, or of the register's value
 */
public record StoredObject(StoreKey key, long lengthBytes) {}
