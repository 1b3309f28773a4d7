package io.dreamdb.store;

import java.util.Iterator;
import java.util.NoSuchElementException;

/** All entries of a listing, one page at a time. */
final class Listing implements Iterator<StoredObject> {

  private final ObjectStore store;
  private ListRequest request;
  private ListPage page;
  private int next;

  Listing(ObjectStore store, ListRequest request) {
    this.store = store;
    this.request = request;
    this.page = store.list(request);
  }

  @Override
  public boolean hasNext() {
    while (next == page.entries().size() && !page.last()) {
      request = request.after(page.entries().get(next - 1).key());
      page = store.list(request);
      next = 0;
    }
    return next < page.entries().size();
  }

  @Override
  public StoredObject next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.entries().get(next++);
  }
}
