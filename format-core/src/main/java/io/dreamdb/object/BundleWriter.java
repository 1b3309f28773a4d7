package io.dreamdb.object;

import io.dreamdb.Conflict;
import io.dreamdb.InvalidInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes a bundle ({@code bundle.md}): the genesis, then objects and manifests in the caller's
 * order, then {@link #finish}. Until then the bytes stand in {@code <file>.part}. Where an earlier
 * attempt left one, its members are read again and kept as long as they are those that would be
 * written; the first other one is cut off with all behind it. One thread.
 *
 * <p>Failures of the file are {@link io.dreamdb.StoreUnavailable}.
 */
public final class BundleWriter implements AutoCloseable {

  /** Two blocks of zeros end a tar. */
  static final int END_BYTES = 2 * BundleMember.BLOCK_BYTES;

  private final Path path;
  private final BundleFile part;
  private long end;
  private boolean resuming = true;

  private BundleWriter(Path path, BundleFile part) {
    this.path = path;
    this.part = part;
  }

  /**
   * Begins a bundle, or goes on with one.
   *
   * @throws InvalidInput if there is a file of that name
   * @throws Conflict if another process writes it
   */
  public static BundleWriter open(Path path) {
    if (Files.exists(path)) {
      throw new InvalidInput("There is a file " + path + " already; name one that is to be made");
    }
    Path name = path.resolveSibling(path.getFileName() + ".part");
    BundleFile part =
        BundleFile.open(
            name, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (part.channel().tryLock() != null) {
        return new BundleWriter(path, part);
      }
    } catch (OverlappingFileLockException | IOException locked) {
      part.close();
      throw new Conflict("cannot lock " + name + ": " + locked + "; another export may write it");
    }
    part.close();
    throw new Conflict("Another export writes " + name + "; wait for it, or name another file");
  }

  /**
   * Adds an object, manifest or genesis.
   *
   * @return whether it was written; else an earlier attempt did that
   * @throws io.dreamdb.CorruptObject if the bytes are not those of their id
   */
  public boolean add(StoredBytes bytes) {
    BundleMember member = new BundleMember(bytes.key(), bytes.lengthBytes());
    if (stands(member, bytes.id())) {
      return false;
    }
    long[] at = {begin(member)};
    bytes.forEachPiece(piece -> {
      int length = piece.remaining();
      part.write(at[0], piece.duplicate());
      at[0] += length;
    });
    pad(member);
    return true;
  }

  /** Says what the bundle holds, and gives the file its name. */
  public void finish(BundleContents contents) {
    byte[] encoded = contents.encode();
    ObjectId id = BundleContents.id(encoded);
    BundleMember member = new BundleMember(SpaceKeys.bundle(id), encoded.length);
    if (!stands(member, id)) {
      part.write(begin(member), ByteBuffer.wrap(encoded));
      pad(member);
    }
    part.truncate(end);
    part.write(end, ByteBuffer.allocate(END_BYTES));
    part.force();
    try {
      // A hard link would not replace a file that somebody made meanwhile, but not all disks can.
      Files.move(part.path(), path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw BundleFile.failed("name", path, e);
    }
  }

  /** Whether an earlier attempt left this member here. */
  private boolean stands(BundleMember member, ObjectId id) {
    long content = end + BundleMember.BLOCK_BYTES;
    long next = content + member.paddedBytes();
    resuming =
        resuming
            && next <= part.lengthBytes()
            && Arrays.equals(part.readArray(end, BundleMember.BLOCK_BYTES), member.encode())
            && part.id(content, member.lengthBytes()).equals(id)
            && isZero(content + member.lengthBytes(), next);
    if (resuming) {
      end = next;
    }
    return resuming;
  }

  private boolean isZero(long from, long to) {
    byte[] padding = part.readArray(from, (int) (to - from));
    return Arrays.equals(padding, new byte[padding.length]);
  }

  /** Cuts off what stands behind and begins the member; returns where its content goes. */
  private long begin(BundleMember member) {
    part.truncate(end);
    part.write(end, ByteBuffer.wrap(member.encode()));
    return end + BundleMember.BLOCK_BYTES;
  }

  private void pad(BundleMember member) {
    long content = end + BundleMember.BLOCK_BYTES;
    int padding = (int) (member.paddedBytes() - member.lengthBytes());
    part.write(content + member.lengthBytes(), ByteBuffer.allocate(padding));
    end = content + member.paddedBytes();
  }

  @Override
  public void close() {
    part.close();
  }
}
