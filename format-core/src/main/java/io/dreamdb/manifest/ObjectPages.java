package io.dreamdb.manifest;

import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectRef;
import io.dreamdb.object.ObjectWriter;
import org.jspecify.annotations.Nullable;

/** Pages as objects of one family. */
final class ObjectPages implements PageStore {

  private final ObjectReader reader;
  private final @Nullable ObjectWriter writer;
  private final ObjectFamily family;

  /** Pages to be read, and, with a writer, to be written. */
  ObjectPages(ObjectReader reader, @Nullable ObjectWriter writer, ObjectFamily family) {
    this.reader = reader;
    this.writer = writer;
    this.family = family;
  }

  @Override
  public Page read(ObjectRef ref) {
    if (writer != null) {
      writer.flush(family, ref);
    }
    return reader.decode(family, ref, Page.class, Page::decode);
  }

  @Override
  public ObjectRef write(Page page) {
    if (writer == null) {
      throw new IllegalStateException("a tree that is only read was changed");
    }
    ObjectRef ref = writer.write(family, page.encode());
    reader.remember(ref, page);
    return ref;
  }
}
