package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Names of files for URLs, which can't lead out of their folder: nothing is decoded, and what means
 * something to a file system is encoded.
 *
 * <pre>
 *   http://example.com/            example.com/index.html
 *   http://example.com/a/b.txt     example.com/a/b.txt
 *   http://example.com:81/a/       example.com+81/a/index.html
 *   http://[::1]/a                 0-0-0-0-0-0-0-1/a
 *   http://example.com/a?b=c/d     example.com/a@b=c%2Fd
 *   http://example.com/a//b        example.com/a/+/b
 *   http://example.com/..%2fb      example.com/..%2fb
 *   300 letters and .txt           160 of them, ~, 16 digits of their SHA-256, .txt
 * </pre>
 *
 * <p>Different URLs may have the same name, as {@code /} and {@code /index.html} do, and those that
 * differ in what is encoded alone: whoever writes the files tells them apart.
 */
public final class FileNames {
  /** File systems take 255; the rest is for what stands beside a name while it is written. */
  private static final int LONGEST_SEGMENT = 200;

  private static final int KEPT_OF_LONG_SEGMENTS = 160;
  private static final int LONGEST_EXTENSION = 10;
  private static final int LONGEST_NAME = 1_000;
  private static final int MOST_SEGMENTS = 32;
  private static final String MARKS = "._~!$&'(),;=%-";
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private FileNames() {}

  /**
   * The name, relative to the folder.
   *
   * @param host in lower case; an IPv6 address without brackets
   * @param port 0 for the one that the scheme has
   * @param path begins with a slash and holds no dot segment that is not encoded
   * @param query what follows the question mark, if there is one
   */
  public static String of(String host, int port, String path, Optional<String> query) {
    String folder = segment(host.replace(':', '-')) + (port == 0 ? "" : "+" + port);
    String[] segments = path.substring(1).split("/", -1);
    StringBuilder name = new StringBuilder(folder);
    for (int i = 0; i < segments.length - 1; i++) {
      name.append('/').append(segments[i].isEmpty() ? "+" : segment(segments[i]));
    }
    String last = segments[segments.length - 1];
    String file =
        cut(
            (last.isEmpty() ? "index.html" : encoded(last))
                + query.map(FileNames::suffix).orElse(""));
    boolean isDeep = segments.length > MOST_SEGMENTS || name.length() > LONGEST_NAME;
    return isDeep ? folder + "/~" + hash(name.toString()) + "/" + file : name + "/" + file;
  }

  private static String suffix(String query) {
    return "@" + encoded(query);
  }

  private static String segment(String text) {
    return cut(encoded(text));
  }

  /** One segment: no separator, nothing that a shell or a terminal acts upon, no dots alone. */
  private static String encoded(String text) {
    if (text.equals(".") || text.equals("..")) {
      return text.replace(".", "%2E");
    }
    byte[] bytes = text.getBytes(UTF_8);
    int same = 0;
    while (same < bytes.length && stays(bytes[same])) {
      same++;
    }
    if (same == bytes.length) {
      return text; // as most do
    }
    StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, same);
    for (int i = same; i < bytes.length; i++) {
      if (stays(bytes[i])) {
        encoded.append((char) bytes[i]);
      } else {
        encoded.append('%').append(HEX.toHexDigits(bytes[i]));
      }
    }
    return encoded.toString();
  }

  private static boolean stays(byte each) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || (each > 0 && MARKS.indexOf(each) >= 0);
  }

  private static String cut(String segment) {
    if (segment.length() <= LONGEST_SEGMENT) {
      return segment;
    }
    int dot = segment.lastIndexOf('.');
    boolean hasExtension = dot > 0 && segment.length() - dot <= LONGEST_EXTENSION;
    return segment.substring(0, KEPT_OF_LONG_SEGMENTS)
        + "~"
        + hash(segment)
        + (hasExtension ? segment.substring(dot) : "");
  }

  private static String hash(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(ISO_8859_1));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
