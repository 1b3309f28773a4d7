package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.cbor.Cbor;
import io.dreamdb.cbor.CborItem;
import io.dreamdb.store.ObjectKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The members of a bundle: their heads, what pads them, and what the last one says. */
final class BundleScan {

  private static final int BLOCK = BundleMember.BLOCK_BYTES;

  /** The contents list 33 bytes a ref. */
  private static final int MAX_CONTENTS_BYTES = 16 << 20;

  private final BundleFile file;
  private final MemberIndex index = new MemberIndex();
  private long end;
  private @Nullable ObjectId genesis;
  private @Nullable BundleContents contents;

  private BundleScan(BundleFile file) {
    this.file = file;
  }

  static BundleScan of(BundleFile file) {
    BundleScan scan = new BundleScan(file);
    while (scan.contents == null) {
      scan.take();
    }
    scan.requireEnd();
    return scan;
  }

  BundleContents contents() {
    BundleContents found = contents;
    if (found == null) {
      throw new IllegalStateException("the scan has not ended");
    }
    return found;
  }

  /** How many there are, but for the first and the last. */
  int members() {
    return index.size() - 1;
  }

  OptionalLong find(ObjectKey key) {
    return index.find(key, offset -> member(offset).key().equals(key));
  }

  BundleMember member(long offset) {
    return BundleMember.decode(file.readArray(offset, BLOCK), where(offset));
  }

  private String where(long offset) {
    return "The member at offset " + offset + " of " + file.path();
  }

  private void take() {
    BundleMember member = member(end);
    long content = end + BLOCK;
    requireZeros(content + member.lengthBytes(), content + member.paddedBytes());
    ObjectId bundle = SpaceKeys.bundleOf(member.key());
    if (bundle != null) {
      contents = contents(member, bundle);
    } else {
      requireMember(member);
      index.add(member.key(), end);
    }
    end = content + member.paddedBytes();
  }

  /** The first is the genesis; then come objects and manifests of its timeline, each once. */
  private void requireMember(BundleMember member) {
    ObjectId timeline = genesis;
    if (timeline == null) {
      genesis = SpaceKeys.genesisOf(member.key());
      if (genesis == null) {
        throw wrong(member, "the first is the genesis, genesis/<id>");
      }
      return;
    }
    SpaceKey key = SpaceKey.parse(timeline, member.key());
    boolean known =
        key instanceof SpaceKey.OfManifest
            || key instanceof SpaceKey.OfObject object && !object.outboard();
    if (!known) {
      throw wrong(member, "expected a manifest, or an object of timeline " + timeline);
    }
    if (find(member.key()).isPresent()) {
      throw wrong(member, "there is one of that name before it");
    }
  }

  private BundleContents contents(BundleMember member, ObjectId id) {
    if (member.lengthBytes() > MAX_CONTENTS_BYTES) {
      throw wrong(member, "it has " + member.lengthBytes() + " bytes, at most 16 MiB are expected");
    }
    byte[] bytes = file.readArray(end + BLOCK, (int) member.lengthBytes());
    if (!BundleContents.id(bytes).equals(id)) {
      throw ObjectReader.wrongBytes(member.key() + " in " + file.path(), BundleContents.id(bytes));
    }
    String name = member.key().path();
    BundleContents read = BundleContents.decode(CborItem.root(name, Cbor.decode(bytes, name)));
    if (!read.genesis().equals(genesis)) {
      throw wrong(
          member, "it is of timeline " + read.genesis() + ", the first member of " + genesis);
    }
    return read;
  }

  private void requireEnd() {
    long length = file.lengthBytes();
    long expected = end + BundleWriter.END_BYTES;
    if (length != expected) {
      throw new CorruptObject(
          String.format(
              Locale.ROOT,
              "%s has %d bytes; its last member ends so that it should have %d: it was cut, or"
                  + " something was added",
              file.path(),
              length,
              expected));
    }
    requireZeros(end, expected);
  }

  private void requireZeros(long from, long to) {
    byte[] padding = file.readArray(from, (int) (to - from));
    int found = Arrays.mismatch(padding, new byte[padding.length]);
    if (found >= 0) {
      throw new CorruptObject(
          file.path() + ": expected a zero byte at offset " + (from + found) + "; it was changed");
    }
  }

  private CorruptObject wrong(BundleMember member, String what) {
    return new CorruptObject(where(end) + ", '" + member.key() + "', is wrong: " + what);
  }
}
