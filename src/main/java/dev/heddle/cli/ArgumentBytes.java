package dev.heddle.cli;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an argument, which Java hands over decoded by the locale's character set: encoded
 * again, they are what the shell passed, unless Java could not read them.
 */
final class ArgumentBytes {
  private static final char REPLACEMENT = '\uFFFD';

  private ArgumentBytes() {}

  /** As of this process's locale. */
  static byte[] of(String argument) {
    String name = System.getProperty("sun.jnu.encoding", System.getProperty("native.encoding"));
    return of(argument, name == null ? StandardCharsets.UTF_8 : Charset.forName(name));
  }

  /**
   * The bytes of {@code argument}, decoded by {@code locale}.
   *
   * @throws IllegalArgumentException if they can't be told, with the remedy
   */
  static byte[] of(String argument, Charset locale) {
    // In an ASCII locale Java reads every byte above 127 as a question mark.
    boolean mangled =
        argument.indexOf(REPLACEMENT) >= 0
            || (locale.equals(StandardCharsets.US_ASCII) && argument.indexOf('?') >= 0);
    if (mangled) {
      throw unreadable(argument, locale, null);
    }
    try {
      ByteBuffer encoded =
          locale
              .newEncoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .encode(CharBuffer.wrap(argument));
      byte[] bytes = new byte[encoded.remaining()];
      encoded.get(bytes);
      return bytes;
    } catch (CharacterCodingException e) {
      throw unreadable(argument, locale, e);
    }
  }

  private static IllegalArgumentException unreadable(
      String argument, Charset locale, @Nullable Exception cause) {
    return new IllegalArgumentException(
        "the bytes of '%s' cannot be told in this locale (%s): %sgive the name on standard input"
            .formatted(
                argument,
                locale,
                locale.equals(StandardCharsets.UTF_8) ? "" : "set LC_ALL=C.UTF-8, or "),
        cause);
  }
}
