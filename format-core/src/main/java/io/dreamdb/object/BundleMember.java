package io.dreamdb.object;

import io.dreamdb.CorruptObject;
import io.dreamdb.InvalidInput;
import io.dreamdb.store.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of a member of a bundle: a block of a POSIX tar in the one form that bundles use ({@code
 * bundle.md}, section 2), so that no bit of it can change unseen.
 *
 * @param key the member's name
 * @param lengthBytes how long its content is
 */
record BundleMember(ObjectKey key, long lengthBytes) {

  /** Heads, and contents with their padding, are whole blocks. */
  static final int BLOCK_BYTES = 512;

  private static final int NAME_BYTES = 100;
  private static final int SIZE_AT = 124;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_BYTES = 155;

  /** How many bytes the content takes, padding included. */
  long paddedBytes() {
    return lengthBytes + BLOCK_BYTES - 1 & -BLOCK_BYTES;
  }

  /** The block. */
  byte[] encode() {
    byte[] block = new byte[BLOCK_BYTES];
    String path = key.path();
    int cut = path.length() <= NAME_BYTES ? -1 : path.lastIndexOf('/');
    String name = path.substring(cut + 1);
    String prefix = cut < 0 ? "" : path.substring(0, cut);
    if (name.length() > NAME_BYTES || prefix.length() > PREFIX_BYTES) {
      throw new InvalidInput("The key " + key + " is too long for a bundle");
    }
    put(block, 0, name);
    put(block, 100, "0000644\0" + "0000000\0" + "0000000\0");
    put(block, SIZE_AT, octal(lengthBytes, 11) + "\0" + "00000000000\0");
    put(block, CHECKSUM_AT, "        0");
    put(block, 257, "ustar\0" + "00");
    put(block, 329, "0000000\0" + "0000000\0");
    put(block, PREFIX_AT, prefix);
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, CHECKSUM_AT, octal(sum, 6) + "\0 ");
    return block;
  }

  /**
   * Reads a block.
   *
   * @param where names it in messages
   * @throws CorruptObject if it is not the block that stands for a key and a length
   */
  static BundleMember decode(byte[] block, String where) {
    String prefix = text(block, PREFIX_AT, PREFIX_BYTES);
    String name = text(block, 0, NAME_BYTES);
    long length = length(block, where);
    BundleMember member;
    try {
      member =
          new BundleMember(new ObjectKey(prefix.isEmpty() ? name : prefix + "/" + name), length);
    } catch (InvalidInput e) {
      throw new CorruptObject(where + " is none: " + e.getMessage(), e);
    }
    int difference = Arrays.mismatch(member.encode(), block);
    if (difference >= 0) {
      throw new CorruptObject(
          where
              + ", named '"
              + member.key()
              + "', is not as a bundle's are: its byte "
              + difference
              + " was changed, or the file is a tar of another program; make the bundle again");
    }
    return member;
  }

  private static long length(byte[] block, String where) {
    long length = 0;
    for (int i = SIZE_AT; i < SIZE_AT + 11; i++) {
      int digit = block[i] - '0';
      if (digit < 0 || digit > 7) {
        throw new CorruptObject(where + " has no length in octal digits at byte " + i);
      }
      length = length << 3 | digit;
    }
    if (length > ObjectRef.MAX_LENGTH_BYTES) {
      throw new CorruptObject(
          where + " is of " + length + " bytes; the limit is " + ObjectRef.MAX_LENGTH_BYTES);
    }
    return length;
  }

  private static String octal(long number, int digits) {
    String text = Long.toOctalString(number);
    return "0".repeat(digits - text.length()) + text;
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  private static String text(byte[] block, int at, int most) {
    int end = at;
    while (end < at + most && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.ISO_8859_1);
  }
}
