package dev.heddle.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PeerTextTest {
  @Test
  void escape_printableAscii_staysAsItIs() {
    assertEquals("Michael ~!", escape("Michael ~!"));
  }

  @Test
  void escape_hostileBytes_areOneHarmlessLine() {
    assertEquals("a\\x00b\\x1b[2Jc\\x0dd\\x0ae\\x7f", escape("a\0b\u001b[2Jc\rd\ne\u007f"));
    assertEquals("\\xc3\\x28".replace("\\x28", "("), escape("\u00c3("));
    assertEquals("\\xff\\xed\\xa0\\x80\\x9b", escape("\u00ff\u00ed\u00a0\u0080\u009b"));
  }

  @Test
  void escape_backslash_cannotPretendToBeAnEscape() {
    assertEquals("\\\\x0a", escape("\\x0a"));
  }

  @Test
  void escape_everyByte_givesPrintableAsciiAlone() {
    for (int value = 0; value < 256; value++) {
      String text = PeerText.escape(new byte[] {(byte) value}, 0, 1);

      assertTrue(text.chars().allMatch(each -> each >= ' ' && each < 0x7f), text);
    }
  }

  @Test
  void escape_longText_isCutOffAndSaysSo() {
    assertEquals("x".repeat(64), escape("x".repeat(64)));
    assertEquals("x".repeat(64) + "...", escape("x".repeat(65)));
  }

  @Test
  void escape_partOfAnArray_looksAtNoMore() {
    assertEquals("bc", PeerText.escape("abcd".getBytes(ISO_8859_1), 1, 3));
    assertEquals("", PeerText.escape("abcd".getBytes(ISO_8859_1), 2, 2));
  }

  private static String escape(String latin1) {
    byte[] bytes = latin1.getBytes(ISO_8859_1);
    return PeerText.escape(bytes, 0, bytes.length);
  }
}
