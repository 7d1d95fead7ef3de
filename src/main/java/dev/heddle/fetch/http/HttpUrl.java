package dev.heddle.fetch.http;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL of http or https (RFC 3986, RFC 9110, section 4.2) in one form: lower case where case does
 * not matter, no dot segments, no fragment, and percent-encoded what may not stand there as it is.
 * What is percent-encoded stays so: nothing is ever decoded.
 *
 * @param origin who is asked
 * @param path begins with a slash
 * @param query what follows the question mark, if there is one
 */
public record HttpUrl(Origin origin, String path, Optional<String> query) {
  /** What servers and proxies commonly take. */
  public static final int LONGEST = 8_192;

  /**
   * What Java reads where bytes are not of the character set: to ask for it would ask for another.
   */
  private static final char UNREADABLE = '\ufffd';

  private static final Pattern ANY_SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)");

  /**
   * Parses what a person or a list gives; spaces around it do not matter.
   *
   * @throws UrlException if it can't be fetched
   */
  public static HttpUrl parse(String text) throws UrlException {
    String stripped = checked(text.strip());
    for (String start : List.of("http://", "https://")) {
      if (stripped.regionMatches(/* ignoreCase= */ true, 0, start, 0, start.length())) {
        return parse(start.equals("https://"), stripped.substring(start.length()));
      }
    }
    Matcher other = ANY_SCHEME.matcher(stripped);
    if (other.matches() && !other.group(2).matches("\\d{1,5}(/.*)?")) {
      throw new UrlException(
          "the scheme '%s' is not fetched, only http:// and https://".formatted(other.group(1)));
    }
    throw new UrlException(
        stripped.isEmpty()
            ? "an empty URL"
            : "a URL begins with http:// or https://, as in http://" + stripped);
  }

  /**
   * The URL that {@code reference} means where this one stands, as in a redirect (RFC 3986, section
   * 5.2).
   *
   * @throws UrlException if that can't be fetched
   */
  public HttpUrl resolve(String reference) throws UrlException {
    String text = checked(reference.strip());
    if (text.startsWith("//")) {
      return parse(origin.secure(), text.substring(2));
    }
    if (ANY_SCHEME.matcher(text).matches()) {
      return parse(text);
    }
    int fragment = text.indexOf('#');
    String relative = fragment < 0 ? text : text.substring(0, fragment);
    if (relative.isEmpty()) {
      return this;
    }
    if (relative.startsWith("?")) {
      return new HttpUrl(origin, path, Optional.of(Percent.encoded(relative.substring(1))));
    }
    String base = relative.startsWith("/") ? "" : path.substring(0, path.lastIndexOf('/') + 1);
    return of(origin, base + relative);
  }

  /** What the request line asks for, of a server (RFC 9112, section 3.2.1). */
  public String target() {
    return query.isEmpty() ? path : path + "?" + query.get();
  }

  /** As {@link Origin} has it. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HttpUrl that
        && path.equals(that.path)
        && query.equals(that.query)
        && origin.equals(that.origin);
  }

  @Override
  public int hashCode() {
    return (origin.hashCode() * 31 + path.hashCode()) * 31 + query.hashCode();
  }

  @Override
  public String toString() {
    return origin + target();
  }

  private static HttpUrl parse(boolean secure, String rest) throws UrlException {
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (authority.indexOf('@') >= 0) {
      throw new UrlException(
          "a user name or password in a URL is not sent: use -H 'Authorization: ...'");
    }
    String behind = rest.substring(end);
    return of(Authority.origin(secure, authority), behind.startsWith("/") ? behind : "/" + behind);
  }

  private static HttpUrl of(Origin origin, String pathAndQuery) {
    int mark = pathAndQuery.indexOf('?');
    int hash = pathAndQuery.indexOf('#');
    int end = hash < 0 ? pathAndQuery.length() : hash;
    boolean hasQuery = mark >= 0 && mark < end;
    String path = Percent.encoded(pathAndQuery.substring(0, hasQuery ? mark : end));
    return new HttpUrl(
        origin,
        path.isEmpty() ? "/" : withoutDotSegments(path),
        hasQuery
            ? Optional.of(Percent.encoded(pathAndQuery.substring(mark + 1, end)))
            : Optional.empty());
  }

  /** RFC 3986, section 5.2.4, for a path that begins with a slash. */
  private static String withoutDotSegments(String path) {
    if (!path.contains("/.")) {
      return path;
    }
    Deque<String> kept = new ArrayDeque<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String segment = segments[i];
      boolean isDot = segment.equals(".") || segment.equals("..");
      if (segment.equals("..") && !kept.isEmpty()) {
        kept.removeLast();
      }
      if (!isDot) {
        kept.addLast(segment);
      } else if (i == segments.length - 1) {
        kept.addLast(""); // the folder itself
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String checked(String text) throws UrlException {
    if (text.length() > LONGEST) {
      throw new UrlException("a URL of more than " + LONGEST + " characters");
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        throw new UrlException("a control character in a URL");
      }
      if (text.charAt(i) == UNREADABLE) {
        throw new UrlException(
            "a character that cannot be told: lists are UTF-8, arguments are as the locale has it"
                + " (LC_ALL=C.UTF-8); or percent-encode it");
      }
    }
    return text;
  }
}
