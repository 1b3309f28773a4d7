package io.dreamdb.track;

import io.dreamdb.InvalidInput;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborBytes;
import io.dreamdb.cbor.CborFields;
import io.dreamdb.cbor.CborInt;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.cbor.CborMap;
import io.dreamdb.cbor.CborText;
import io.dreamdb.manifest.TreeKey;
import io.dreamdb.object.ObjectCopier;
import io.dreamdb.object.ObjectFamily;
import io.dreamdb.object.References;
import io.dreamdb.object.StructuralObject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A part of an operation in the tombstone log ({@code rows.md}, section 6).
 *
 * @param key the operation's nonce of 16 bytes, then the number of the part
 * @param operation what, when, who and why
 * @param count number of anchors in this part
 * @param anchors their anchors
 * @param replaced the rows that came in their place; null exactly if it is no update
 */
public record TombstoneRecord(
    TreeKey key,
    TombstoneOperation operation,
    int count,
    Stored<AnchorRuns> anchors,
    @Nullable Replaced replaced) {

  /** Length of an operation's nonce. */
  public static final int NONCE_BYTES = 16;

  private static final int KEY_BYTES = NONCE_BYTES + Integer.BYTES;
  private static final String KIND = "tombstones";

  /** Checks the key and the count. */
  public TombstoneRecord {
    if (key.toBytes().length != KEY_BYTES) {
      throw new IllegalArgumentException("key " + key + " has not 20 bytes");
    }
    boolean counted = count >= 1 && count <= AnchorRuns.MAX_ANCHORS;
    if (!counted
        || (anchors instanceof Stored.Inline<AnchorRuns> in && in.value().count() != count)) {
      throw new IllegalArgumentException(count + " anchors, " + anchors);
    }
    if ((operation.kind() == TombstoneKind.UPDATE) != (replaced != null)
        || replaced != null
            && replaced.rows() instanceof Stored.Inline<Replacements> in
            && in.value().count() != count) {
      throw new IllegalArgumentException(operation.kind() + " with replacements " + replaced);
    }
  }

  /** The key of a part; {@code part} is an unsigned number of 32 bits. */
  static TreeKey key(byte[] nonce, int part) {
    if (nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("a nonce of " + nonce.length + " bytes, expected 16");
    }
    return TreeKey.of(ByteBuffer.allocate(KEY_BYTES).put(nonce).putInt(part).array());
  }

  /** The operation's nonce, the caller's own. */
  public byte[] nonce() {
    return Arrays.copyOf(key.toBytes(), NONCE_BYTES);
  }

  /** The number of this part of its operation, from 0. */
  public long part() {
    return Integer.toUnsignedLong(ByteBuffer.wrap(key.toBytes()).getInt(NONCE_BYTES));
  }

  /** The same part of an operation that is committed at another time. */
  public TombstoneRecord at(long time) {
    return new TombstoneRecord(key, operation.at(time), count, anchors, replaced);
  }

  /** The same record, which refers to copies of its objects. */
  public TombstoneRecord copied(ObjectCopier copier) {
    Replaced rows = replaced;
    return new TombstoneRecord(
        key,
        operation,
        count,
        Objects.requireNonNull(Stored.copied(anchors, ObjectFamily.TOMBSTONES, copier)),
        rows == null ? null : rows.copied(copier));
  }

  /** Whether both say the same, whatever the birth in their references. */
  public boolean sameContent(TombstoneRecord other) {
    return key.equals(other.key)
        && operation.equals(other.operation)
        && count == other.count
        && sameAnchors(other);
  }

  private boolean sameAnchors(TombstoneRecord other) {
    return Objects.equals(Births.born(anchors, 0), Births.born(other.anchors, 0))
        && Objects.equals(
            replaced == null ? null : replaced.born(0),
            other.replaced == null ? null : other.replaced.born(0));
  }

  CborMap encode() {
    Replaced rows = replaced;
    return CborMap.builder()
        .put("operation", operation.kind().text())
        .put("time", operation.time())
        .putIfPresent("actor", text(operation.actor()))
        .putIfPresent("reason", text(operation.reason()))
        .put("count", count)
        .put("anchors", BatchEntryCodec.encode(anchors, AnchorRuns::encode))
        .putIfPresent("base", rows == null ? null : new CborInt(rows.base()))
        .putIfPresent(
            "rows", rows == null ? null : BatchEntryCodec.encode(rows.rows(), Replacements::encode))
        .build();
  }

  private static @Nullable CborText text(@Nullable String text) {
    return text == null ? null : new CborText(text);
  }

  static TombstoneRecord decode(TreeKey key, CborItem item) {
    CborFields fields = item.fields();
    int count = fields.int32("count", 1, AnchorRuns.MAX_ANCHORS);
    TombstoneKind kind = TombstoneKind.decode(fields.required("operation"));
    long time = fields.nonNegative("time");
    String actor = fields.optional("actor").map(CborItem::text).orElse(null);
    String reason = fields.optional("reason").map(CborItem::text).orElse(null);
    Stored<AnchorRuns> anchors = decodeAnchors(fields.required("anchors"), count);
    Replaced replaced = kind == TombstoneKind.UPDATE ? decodeReplaced(fields, count) : null;
    fields.done();
    try {
      TombstoneOperation operation = new TombstoneOperation(kind, time, actor, reason);
      return BatchEntryCodec.inRange(
          item, () -> new TombstoneRecord(key, operation, count, anchors, replaced));
    } catch (InvalidInput e) {
      throw item.expected("shorter texts (" + e.getMessage() + ")");
    }
  }

  private static Stored<AnchorRuns> decodeAnchors(CborItem item, int count) {
    if (!(item.value() instanceof CborBytes bytes)) {
      return new Stored.External<>(References.decode(item));
    }
    if (bytes.length() > PartWriter.MAX_INLINE_ANCHORS) {
      throw item.expected("at most " + PartWriter.MAX_INLINE_ANCHORS + " bytes of anchors");
    }
    return new Stored.Inline<>(AnchorRuns.decode(item, count));
  }

  private static Replaced decodeReplaced(CborFields fields, int count) {
    long base = fields.nonNegative("base");
    CborItem rows = fields.required("rows");
    if (!(rows.value() instanceof CborBytes bytes)) {
      return new Replaced(base, new Stored.External<>(References.decode(rows)));
    }
    if (bytes.length() > PartWriter.MAX_INLINE_ANCHORS) {
      throw rows.expected("at most " + PartWriter.MAX_INLINE_ANCHORS + " bytes of rows");
    }
    return new Replaced(base, new Stored.Inline<>(Replacements.decode(rows, count)));
  }

  /** The object that holds anchors which are too long for a record. */
  static byte[] encodeObject(AnchorRuns anchors) {
    return Cbor.encode(
        StructuralObject.begin(KIND)
            .put("count", anchors.count())
            .put("anchors", anchors.encode())
            .build());
  }

  static AnchorRuns decodeObject(CborItem root) {
    CborFields fields = StructuralObject.open(root, KIND);
    int count = fields.int32("count", 1, AnchorRuns.MAX_ANCHORS);
    CborItem anchors = fields.required("anchors");
    fields.done();
    if (anchors.bytes().length() <= PartWriter.MAX_INLINE_ANCHORS) {
      throw anchors.expected("more than " + PartWriter.MAX_INLINE_ANCHORS + " bytes");
    }
    return AnchorRuns.decode(anchors, count);
  }
}
