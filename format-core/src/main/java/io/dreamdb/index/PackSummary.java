package io.dreamdb.index;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborValue;

/**
 * What there is to say of a pack as a whole, without what an index track says of it.
 *
 * @param header its header, as it stands there
 * @param firstCell its first cell
 * @param lastCell its last cell
 * @param spilled entries that are spilled into a second cell
 * @param largestCell the most entries of a cell
 * @param sectionsOffset where the sections of the cells begin
 */
public record PackSummary(
    CborValue header,
    int firstCell,
    int lastCell,
    long spilled,
    int largestCell,
    long sectionsOffset) {

  /**
   * Reads header and directory.
   *
   * @param name what messages call it
   * @throws io.dreamdb.CorruptObject if they do not agree with each other or with the length
   */
  public static PackSummary read(String name, PackBytes bytes, long lengthBytes) {
    var head = bytes.at(0, (int) Math.min(PackHeader.MAX_BYTES, lengthBytes));
    CborValue value = Cbor.decodePrefix(head.duplicate(), name).value();
    PackHeader header = PackHeader.decode(head, name);
    PackDirectory directory = PackDirectory.read(header, lengthBytes, bytes, name);
    int largest = 0;
    for (int i = 0; i < directory.size(); i++) {
      largest = Math.max(largest, directory.get(i).entries());
    }
    return new PackSummary(
        value,
        directory.get(0).cell(),
        directory.get(directory.size() - 1).cell(),
        header.entries() - header.rows(),
        largest,
        header.sectionsOffset());
  }
}
