package io.dreamdb.manifest;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.ObjectRef;
import java.util.HashMap;
import java.util.Map;

/** Pages in a map, counted. */
final class MemoryPages implements PageStore {

  private final Map<ObjectId, byte[]> pages = new HashMap<>();
  int reads;
  int writes;
  int largest;
  long bytesWritten;

  @Override
  public Page read(ObjectRef ref) {
    reads++;
    byte[] bytes = pages.get(ref.id());
    if (bytes == null) {
      throw new AssertionError("no page " + ref.id());
    }
    return Page.decode(CborItem.root("page", Cbor.decode(bytes, "page")));
  }

  @Override
  public ObjectRef write(Page page) {
    byte[] bytes = page.encode();
    writes++;
    bytesWritten += bytes.length;
    largest = Math.max(largest, bytes.length);
    ObjectId id = ObjectId.ofDigest(Blake3.hash(bytes, 0, bytes.length));
    pages.put(id, bytes);
    return new ObjectRef(id, 0, bytes.length);
  }

  void resetCounts() {
    reads = 0;
    writes = 0;
    bytesWritten = 0;
  }
}
