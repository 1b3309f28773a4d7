/**
 * The object store port, the stores that need nothing but a JDK, and decorators.
 *
 * <p>A store is rooted at one space and holds two things, told apart by their key alone ({@link
 * io.dreamdb.store.StoreKey}):
 *
 * <ul>
 *   <li><b>objects</b>, immutable: whoever writes a key writes the same bytes. They may be cached
 *       for ever, read by ranges and written by anyone at any time;
 *   <li><b>registers</b>, {@code refs/<name>} and {@code gc/root}: small values that move by
 *       compare-and-set only, read whole and never cached.
 * </ul>
 *
 * <p><b>Outcomes.</b> A lost race, an object that is already there and an outcome that nobody knows
 * (a reply was lost) are values: {@link io.dreamdb.store.CreateResult}, {@link
 * io.dreamdb.store.SwapResult}. An adapter never repeats a conditional request by itself: the
 * library owns that loop and resolves an unknown outcome by reading the register.
 *
 * <h2>Layout of a local folder</h2>
 *
 * <p>An object with key {@code a/b/c} is the file {@code a/b/c} below the root. It is written to a
 * file in {@code +tmp/} (a name no key can have), synced, and put in place by rename or hard link,
 * after which its folder is synced; readers never see a part of it.
 *
 * <p>A register with key {@code refs/main} is the folder {@code refs/main/} of its numbered
 * versions: files named by 16 lower-case hexadecimal digits, from 1. The file with the highest
 * number is the value. Version n + 1 is made by a hard link that fails when the name is taken, so
 * of all that read n one succeeds. Versions at or below the highest minus 64 are removed in
 * ascending order.
 *
 * <p>Removal lets a writer that slept past 64 versions make an old number again. So a number counts
 * as the highest only where it and the 63 below it (as far as they are positive) are all there; and
 * a writer, after its link, lists the folder once more and reports success only when its
 * predecessor is within those 64. Else the outcome is unknown. The file it made is below the kept
 * range, nobody reads it, and the next swap removes it.
 */
@NullMarked
package io.dreamdb.store;

import org.jspecify.annotations.NullMarked;
