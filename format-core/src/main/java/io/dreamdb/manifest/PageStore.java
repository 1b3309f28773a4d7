package io.dreamdb.manifest;

import io.dreamdb.object.ObjectRef;

/**
 * Where a tree's pages are. Implementations verify what they read and are safe for many threads.
 */
interface PageStore {

  /** Reads a page. */
  Page read(ObjectRef ref);

  /** Stores a page; the same page in the same epoch gives the same reference. */
  ObjectRef write(Page page);
}
