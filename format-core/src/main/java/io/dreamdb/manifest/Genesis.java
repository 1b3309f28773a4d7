package io.dreamdb.manifest;

import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.hash.Blake3;
import io.dreamdb.object.ObjectId;
import io.dreamdb.object.StructuralObject;
import java.util.Locale;

/**
 * A timeline's identity ({@code manifest.md}, section 1).
 *
 * @param nonce 16 random bytes
 * @param originNanos time of creation
 * @param grace an object may be committed up to so many epochs after its birth
 */
public record Genesis(CborBytes nonce, long originNanos, long grace) {

  /** The grace of every new space. */
  public static final long DEFAULT_GRACE = 1;

  private static final int NONCE_BYTES = 16;

  /** Refuses a nonce of another length and negative numbers. */
  public Genesis {
    if (nonce.length() != NONCE_BYTES || originNanos < 0 || grace < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "genesis of %s, %d, %d: expected 16 bytes and two numbers of 0 or more",
              nonce,
              originNanos,
              grace));
    }
  }

  /** The timeline that it begins. */
  public ObjectId id() {
    return ObjectId.ofDigest(Blake3.hash(encode()));
  }

  /** The object's bytes. */
  public byte[] encode() {
    return Cbor.encode(
        StructuralObject.begin("genesis")
            .put("nonce", nonce)
            .put("origin", originNanos)
            .put("grace", grace)
            .build());
  }

  /**
   * Reads the object.
   *
   * @throws io.dreamdb.CorruptObject if a field is missing, unknown or not what it should be
   * @throws io.dreamdb.UnsupportedFormat if its version is unknown
   */
  public static Genesis decode(CborItem root) {
    CborFields fields = StructuralObject.open(root, "genesis");
    Genesis genesis =
        new Genesis(
            fields.bytes("nonce", NONCE_BYTES),
            fields.nonNegative("origin"),
            fields.nonNegative("grace"));
    fields.done();
    return genesis;
  }
}
