package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/** Percent-encoding (RFC 3986, section 2.1), as browsers and curl do it for what people type. */
final class Percent {
  private static final String NEVER_IN_A_URL = "\"<>\\^`{|}";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private Percent() {}

  /** Encodes what may not stand in a path or a query, as UTF-8, and leaves what is encoded. */
  static String encoded(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    int same = 0;
    while (same < bytes.length && stays(bytes, same)) {
      same++;
    }
    if (same == bytes.length) {
      return text; // as most do
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, same);
    for (int i = same; i < bytes.length; i++) {
      if (stays(bytes, i)) {
        encoded.append((char) bytes[i]);
      } else {
        encoded.append('%').append(HEX.toHexDigits(bytes[i]));
      }
    }
    return encoded.toString();
  }

  private static boolean stays(byte[] bytes, int index) {
    byte each = bytes[index];
    return each > ' '
        && each < 0x7F
        && NEVER_IN_A_URL.indexOf(each) < 0
        && !isLonePercent(bytes, index);
  }

  private static boolean isLonePercent(byte[] bytes, int index) {
    return bytes[index] == '%'
        && !(index + 2 < bytes.length
            && HexFormat.isHexDigit(bytes[index + 1])
            && HexFormat.isHexDigit(bytes[index + 2]));
  }
}
