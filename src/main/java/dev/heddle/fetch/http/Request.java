package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/**
 * A request without a body (RFC 9112, section 3).
 *
 * @param method GET, HEAD or CONNECT
 * @param target what is asked for, in the form that the server or proxy wants
 * @param headers in the order they are sent, {@code Host} among them
 */
public record Request(String method, String target, List<Header> headers) {
  /**
   * @throws IllegalArgumentException if a part holds what would make it two requests, or is no
   *     Latin-1; the value of a header is not repeated, as it may be a secret
   */
  public Request {
    headers = List.copyOf(headers);
    if (!Ascii.isToken(method)) {
      throw new IllegalArgumentException("not a method: '" + method + "'");
    }
    if (!isTarget(target)) {
      throw new IllegalArgumentException("not a target of a request");
    }
    for (Header header : headers) {
      if (!Ascii.isToken(header.name())) {
        throw new IllegalArgumentException("not the name of a header");
      }
      if (!isValue(header.value())) {
        throw new IllegalArgumentException(
            "the header '" + header.name() + "' has a value that can't be sent");
      }
    }
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** The bytes as they are sent. */
  byte[] encoded() {
    StringBuilder text = new StringBuilder(256);
    text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    for (Header header : headers) {
      text.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    return text.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  private static boolean isTarget(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each <= ' ' || each >= 0x7F) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean isValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each != '\t' && (each < ' ' || each > 0xFF || each == 0x7F)) {
        return false;
      }
    }
    return true;
  }
}
