package dev.heddle.fetch.http;

import java.util.Locale;

/** The characters that HTTP is made of. */
final class Ascii {
  private static final String MARKS_OF_TOKENS = "!#$%&'*+-.^_`|~";

  private Ascii() {}

  static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static boolean isDigit(char each) {
    return each >= '0' && each <= '9';
  }

  /** Whether it is a token (RFC 9110, section 5.6.2), as names of headers are. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(each -> isTokenCharacter((char) each));
  }

  private static boolean isTokenCharacter(char each) {
    return isDigit(each)
        || (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || MARKS_OF_TOKENS.indexOf(each) >= 0;
  }
}
