package dev.heddle.fetch.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SipHashTest {
  /** The key of the reference implementation's vectors: bytes from 0 to 15. */
  private static final SipHash REFERENCE = new SipHash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);

  @Test
  void of_inputsOfTheReference_isWhatThatSays() {
    assertEquals(0x726fdb47dd0e0e31L, REFERENCE.of(counting(0)));
    assertEquals(0x74f839c593dc67fdL, REFERENCE.of(counting(1)));
    assertEquals(0x93f5f5799a932462L, REFERENCE.of(counting(8)));
    assertEquals(0xa129ca6149be45e5L, REFERENCE.of(counting(15))); // as in the paper, too
  }

  private static byte[] counting(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
