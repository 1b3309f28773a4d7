package io.dreamdb.object;

import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborArray;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborText;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The collection epoch of a space and every ref name it ever had ({@code refs.md}, section 3).
 *
 * @param epoch only grows
 * @param refs only grows
 */
public record GcRoot(long epoch, SortedSet<RefName> refs) {

  /** Copies the names; refuses a negative epoch. */
  public GcRoot {
    if (epoch < 0) {
      throw new IllegalArgumentException("epoch " + epoch + " is negative");
    }
    refs = Collections.unmodifiableSortedSet(new TreeSet<>(refs));
  }

  GcRoot with(RefName name) {
    SortedSet<RefName> names = new TreeSet<>(refs);
    names.add(name);
    return new GcRoot(epoch, names);
  }

  GcRoot withEpoch(long raised) {
    return new GcRoot(raised, refs);
  }

  byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin("gc_root")
            .put("epoch", epoch)
            .put(
                "refs", CborArray.of(refs.stream().map(name -> new CborText(name.text())).toList()))
            .build());
  }

  static GcRoot decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, "gc_root");
    long epoch = fields.nonNegative("epoch");
    TreeSet<RefName> names = new TreeSet<>();
    for (CborItem item : fields.array("refs")) {
      RefName name = name(item);
      if (!names.isEmpty() && names.last().compareTo(name) >= 0) {
        throw item.expected("names in ascending order");
      }
      names.add(name);
    }
    fields.done();
    return new GcRoot(epoch, names);
  }

  private static RefName name(CborItem item) {
    try {
      return new RefName(item.text());
    } catch (InvalidInput e) {
      throw item.expected("the name of a ref");
    }
  }
}
