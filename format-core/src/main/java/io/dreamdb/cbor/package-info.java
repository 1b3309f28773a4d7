/**
 * Deterministic CBOR, strict both ways: the encoding of every structural object.
 *
 * <h2>The profile</h2>
 *
 * The core deterministic encoding of RFC 8949 §4.2.1, narrowed so that a value has exactly one
 * encoding and an encoding exactly one value:
 *
 * <ul>
 *   <li>integers from -2<sup>63</sup> to 2<sup>63</sup>-1, byte strings, text, arrays, maps, {@code
 *       true}, {@code false} and {@code null};
 *   <li>no floats (a codec states its own encoding in a byte string), no tags (so no bignums), no
 *       {@code undefined}, no other simple values;
 *   <li>every integer and every length in its shortest form, every length definite;
 *   <li>text is valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF;
 *   <li>a map's keys are text, each once, in the bytewise order of their encodings: fewer UTF-8
 *       bytes first, then the smaller unsigned byte. {@code String.compareTo} is a different order;
 *   <li>at most {@value io.dreamdb.cbor.Cbor#MAX_DEPTH} arrays and maps inside one another;
 *   <li>one value, and not a byte after it.
 * </ul>
 *
 * <h2>How it is kept</h2>
 *
 * Writing goes through Jackson's generator with the definite lengths that a tree knows in advance.
 * That generator splits text of more than 3,996 characters into an indefinite-length sequence, so
 * long text is handed to it as UTF-8 bytes; the length of the output is computed beforehand and
 * must be met to the byte.
 *
 * <p>Reading is one pass by hand over the bytes. Jackson's parser accepts longer forms, indefinite
 * lengths, unsorted keys, tags and broken UTF-8 and does not report that it did, so around it
 * strictness would cost a second encoding and a comparison, and give the place of a difference
 * instead of the place of a fault. The pass refuses each fault at the head of the item that has it
 * (a fault inside UTF-8: at the first byte of the malformed sequence) and so accepts exactly the
 * bytes that writing the value gives again.
 *
 * <p>Before anything is allocated for a length or a count, that many bytes must be left after what
 * the enclosing arrays and maps still need. The heap taken by decoding is therefore bounded by a
 * small multiple of the input, whatever it declares.
 *
 * <h2>Use</h2>
 *
 * A codec builds a {@link io.dreamdb.cbor.CborMap} and encodes it with {@link
 * io.dreamdb.cbor.Cbor#encode}; it decodes with {@link io.dreamdb.cbor.Cbor#decode} and takes the
 * fields out with {@link io.dreamdb.cbor.CborFields}, which names the path of what does not fit and
 * refuses fields that nobody asked for. Values are immutable and may be shared between threads.
 */
@NullMarked
package io.dreamdb.cbor;

import org.jspecify.annotations.NullMarked;
