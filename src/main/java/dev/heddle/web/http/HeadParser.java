package dev.heddle.web.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes a request of its head. Strict wherever two readers could differ (RFC 9112): lines end with
 * CRLF, none is folded, none of Host, Content-Length and Transfer-Encoding comes twice.
 */
final class HeadParser {
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
  private static final Pattern REQUEST_LINE =
      Pattern.compile("(" + TOKEN + ") ([\\x21-\\x7e\\x80-\\xff]+) HTTP/(\\d)\\.(\\d)");
  private static final Pattern NAME = Pattern.compile(TOKEN);

  /** Form "absolute" of a target; a server takes it although it is for proxies (section 3.2.2). */
  private static final Pattern ABSOLUTE = Pattern.compile("(?i)http://([^/?#]*)(.*)");

  private static final Response.Header ALLOW = new Response.Header("Allow", "GET, HEAD");

  private final Hosts hosts;

  HeadParser(Hosts hosts) {
    this.hosts = hosts;
  }

  /**
   * The request of a head whose lines end with CRLF, the empty one included.
   *
   * @throws RefusedException if it is malformed, or asks for what is never given
   */
  Request parse(byte[] bytes, int from, int to) throws RefusedException {
    String[] lines = new String(bytes, from, to - from, ISO_8859_1).split("\r\n", -1);
    Matcher line = REQUEST_LINE.matcher(lines[0]);
    if (!line.matches()) {
      throw bad("the first line is not a method, a target and a version with one space between");
    }
    try {
      return parse(line, lines);
    } catch (RefusedException e) {
      throw line.group(1).equals("HEAD") ? e.toHead() : e;
    }
  }

  private Request parse(Matcher line, String[] lines) throws RefusedException {
    if (!line.group(3).equals("1")) {
      throw new RefusedException(Status.VERSION_NOT_SUPPORTED, "only HTTP/1.1 is spoken here");
    }
    boolean old = line.group(4).equals("0");
    Fields fields = fields(lines);
    String method = line.group(1);
    if (!method.equals("GET") && !method.equals("HEAD")) {
      throw new RefusedException(
          Status.METHOD_NOT_ALLOWED, "only GET and HEAD are answered here", ALLOW);
    }
    refuseContent(fields);
    String target = target(line.group(2), fields, old);
    int mark = target.indexOf('?');
    return new Request(
        method.equals("HEAD"),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? "" : target.substring(mark + 1),
        fields.keepsAlive(old));
  }

  private static Fields fields(String[] lines) throws RefusedException {
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < lines.length - 2; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0 || !NAME.matcher(lines[i].substring(0, colon)).matches()) {
        throw bad("header line " + i + " is not a name, a colon and a value");
      }
      fields.add(
          new Field(
              lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
              lines[i].substring(colon + 1).strip()));
    }
    return new Fields(fields);
  }

  private static void refuseContent(Fields fields) throws RefusedException {
    List<String> lengths = fields.all("content-length");
    boolean coded = !fields.all("transfer-encoding").isEmpty();
    if (lengths.size() > 1 || (coded && !lengths.isEmpty())) {
      throw bad("the length of the content is given more than once");
    }
    if (!lengths.isEmpty() && !lengths.getFirst().matches("\\d+")) {
      throw bad("Content-Length is not a number");
    }
    if (coded || (!lengths.isEmpty() && !lengths.getFirst().matches("0+"))) {
      throw new RefusedException(Status.CONTENT_TOO_LARGE, "a request has no content here");
    }
  }

  /** The path and query; who is asked must be us. */
  private String target(String target, Fields fields, boolean old) throws RefusedException {
    List<String> named = fields.all("host");
    if (named.size() > 1 || (named.isEmpty() && !old)) {
      throw bad("a request has one header Host");
    }
    for (String host : named) {
      hosts.check(host);
    }
    Matcher absolute = ABSOLUTE.matcher(target);
    String path = target;
    if (absolute.matches()) {
      hosts.check(absolute.group(1));
      path = absolute.group(2).startsWith("/") ? absolute.group(2) : "/" + absolute.group(2);
    }
    if (!path.startsWith("/") || path.indexOf('#') >= 0) {
      throw bad("the target is not a path");
    }
    return path;
  }

  static RefusedException bad(String why) {
    return new RefusedException(Status.BAD_REQUEST, "malformed request: " + why);
  }

  /** A header: its name in lower case, and its value without the space around it. */
  private record Field(String name, String value) {}

  private record Fields(List<Field> fields) {
    List<String> all(String name) {
      return fields.stream().filter(field -> field.name().equals(name)).map(Field::value).toList();
    }

    /** RFC 9112, section 9.3. */
    boolean keepsAlive(boolean old) {
      List<String> options =
          all("connection").stream()
              .flatMap(value -> Pattern.compile(",").splitAsStream(value))
              .map(option -> option.strip().toLowerCase(Locale.ROOT))
              .toList();
      return !options.contains("close") && (!old || options.contains("keep-alive"));
    }
  }
}
