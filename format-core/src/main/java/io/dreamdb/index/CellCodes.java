package io.dreamdb.index;

import java.nio.ByteBuffer;

/**
 * The entries of one cell, in the order in which they will stand.
 *
 * @param cell its number
 * @param members how many of them are members of it; they come first
 * @param references the rows of the entries: members ascending, then spilled ones ascending; only
 *     the first {@code count} count
 * @param count number of entries, at least one
 * @param codes {@link CodeLayout} after {@link CodeLayout}, little-endian, in any order
 * @param places where in {@code codes} each entry begins
 */
record CellCodes(
    int cell, int members, long[] references, int count, ByteBuffer codes, int[] places) {}
