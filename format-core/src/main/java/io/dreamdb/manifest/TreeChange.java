package io.dreamdb.manifest;

import io.dreamdb.cbor.CborValue;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.ObjectReader;
import io.dreamdb.object.ObjectWriter;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.ToLongFunction;

/** Changes trees of one family of pages. Safe for many threads. */
public final class TreeChange {

  private final TreeEditor editor;

  /**
   * Writes pages of {@code family}.
   *
   * @param weigher the weight of an entry's value
   */
  public TreeChange(
      ObjectReader reader,
      ObjectWriter writer,
      ObjectFamily family,
      ToLongFunction<CborValue> weigher) {
    this.editor = new TreeEditor(new ObjectPages(reader, writer, family), weigher);
  }

  /**
   * The tree after these edits: a value puts an entry, empty removes it. The result depends on the
   * resulting entries alone. New pages are stored when this returns.
   */
  public Tree edit(Tree tree, SortedMap<TreeKey, Optional<CborValue>> edits) {
    return editor.edit(tree, edits);
  }
}
