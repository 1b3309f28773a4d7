package io.dreamdb.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ReadOnlyBufferException;
import org.junit.jupiter.api.Test;

class CborBytesTest {

  @Test
  void changingTheSourceDoesNotChangeTheBytes() {
    byte[] source = {1, 2, 3};
    CborBytes fromArray = CborBytes.copyOf(source);
    CborBytes fromBuffer = CborBytes.copyOf(ByteBuffer.wrap(source));
    byte[] encoded = Cbor.encode(fromArray);
    CborValue decoded = Cbor.decode(encoded, "bytes");
    source[0] = 9;
    encoded[1] = 9;
    assertThat(fromArray).hasToString("h'010203'").isEqualTo(fromBuffer).isEqualTo(decoded);
  }

  @Test
  void theViewIsReadOnlyAndTheCopyIsTheCallers() {
    CborBytes bytes = CborBytes.copyOf(new byte[] {1, 2, 3});
    ByteBuffer view = bytes.view();
    assertThat(view.order()).isEqualTo(ByteOrder.BIG_ENDIAN);
    assertThat(view.remaining()).isEqualTo(3);
    assertThatThrownBy(() -> view.put((byte) 9)).isInstanceOf(ReadOnlyBufferException.class);
    assertThat(view.hasArray()).isFalse();
    bytes.toArray()[0] = 9;
    assertThat(bytes).hasToString("h'010203'");
  }

  @Test
  void bytesAreCopiedIntoATarget() {
    byte[] target = new byte[5];
    CborBytes.copyOf(new byte[] {1, 2, 3}).copyInto(target, 1);
    assertThat(target).containsExactly(0, 1, 2, 3, 0);
    assertThatThrownBy(() -> CborBytes.copyOf(target).copyInto(target, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void copyingABufferTakesWhatRemainsAndDoesNotMoveIt() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(4).put(1, (byte) 7).position(1).limit(3);
    assertThat(CborBytes.copyOf(buffer)).hasToString("h'0700'");
    assertThat(buffer.position()).isOne();
  }
}
