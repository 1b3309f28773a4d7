package io.dreamdb;

import java.util.Map;
import java.util.TreeMap;
import org.objectweb.asm.ClassReader;

/**
 * The length of each method's code, in bytes, by {@code class.method descriptor}. ASM's visitors do
 * not tell it, so this walks the class file; ASM reads the constant pool.
 */
final class MethodSizes {

  private final ClassReader reader;
  private final char[] text;
  private int offset;

  private MethodSizes(byte[] classFile) {
    reader = new ClassReader(classFile);
    text = new char[reader.getMaxStringLength()];
    offset = reader.header;
  }

  static Map<String, Integer> of(byte[] classFile) {
    return new MethodSizes(classFile).read();
  }

  private Map<String, Integer> read() {
    offset += 6; // access, this class, super class
    int interfaces = nextShort();
    offset += 2 * interfaces;
    for (int fields = nextShort(); fields > 0; fields--) {
      offset += 6;
      nextCodeLength();
    }
    Map<String, Integer> sizes = new TreeMap<>();
    for (int methods = nextShort(); methods > 0; methods--) {
      String name = reader.readUTF8(offset + 2, text);
      String descriptor = reader.readUTF8(offset + 4, text);
      offset += 6;
      sizes.put(reader.getClassName() + "." + name + " " + descriptor, nextCodeLength());
    }
    return sizes;
  }

  /** Steps over a member's attributes; gives the length that {@code Code} states, 0 without one. */
  private int nextCodeLength() {
    int length = 0;
    for (int attributes = nextShort(); attributes > 0; attributes--) {
      if (reader.readUTF8(offset, text).equals("Code")) {
        length = reader.readInt(offset + 10); // name 2, length 4, stack 2, locals 2
      }
      offset += 6 + reader.readInt(offset + 2);
    }
    return length;
  }

  private int nextShort() {
    int value = reader.readUnsignedShort(offset);
    offset += 2;
    return value;
  }
}
