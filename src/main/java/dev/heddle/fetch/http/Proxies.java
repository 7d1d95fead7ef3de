package dev.heddle.fetch.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that the environment names, as curl reads it: {@code http_proxy} in lower case alone,
 * for in CGI programs the other is a header of the request (CVE-2016-5385); {@code https_proxy},
 * {@code all_proxy} and {@code no_proxy} in both.
 */
public final class Proxies {
  private final Optional<Proxy> plain;
  private final Optional<Proxy> secure;
  private final List<String> direct;

  private Proxies(Optional<Proxy> plain, Optional<Proxy> secure, List<String> direct) {
    this.plain = plain;
    this.secure = secure;
    this.direct = direct;
  }

  /** No proxies. */
  public static Proxies none() {
    return new Proxies(Optional.empty(), Optional.empty(), List.of());
  }

  /**
   * As the variables say.
   *
   * @throws UrlException if one of them names no HTTP proxy; names the variable
   */
  public static Proxies of(Map<String, String> environment) throws UrlException {
    return new Proxies(
        first(environment, "http_proxy", "all_proxy", "ALL_PROXY"),
        first(environment, "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"),
        Stream.of(value(environment, "no_proxy", "NO_PROXY").split("[,\\s]+", -1))
            .map(each -> Ascii.lowerCase(each).replaceFirst("^\\.", ""))
            .filter(each -> !each.isEmpty())
            .toList());
  }

  /** How {@code origin} is reached. */
  public Route route(Origin origin) {
    return new Route(
        origin, isDirect(origin) ? Optional.empty() : origin.secure() ? secure : plain);
  }

  /** A host, all hosts under a domain, or {@code *}. */
  private boolean isDirect(Origin origin) {
    for (String each : direct) {
      if (each.equals("*")
          || each.equals(origin.host())
          || each.equals(origin.authority())
          || origin.host().endsWith("." + each)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Proxy> first(Map<String, String> environment, String... names)
      throws UrlException {
    for (String name : names) {
      String value = value(environment, name);
      if (!value.isEmpty()) {
        return Optional.of(proxy(name, value));
      }
    }
    return Optional.empty();
  }

  private static String value(Map<String, String> environment, String... names) {
    for (String name : names) {
      @Nullable String value = environment.get(name);
      if (value != null && !value.isBlank()) {
        return value.strip();
      }
    }
    return "";
  }

  private static Proxy proxy(String variable, String value) throws UrlException {
    String url = value.contains("://") ? value : "http://" + value;
    int start = url.indexOf("://") + 3;
    int at = url.lastIndexOf('@');
    try {
      Origin origin =
          HttpUrl.parse(at < start ? url : url.substring(0, start) + url.substring(at + 1))
              .origin();
      if (origin.secure()) {
        throw new UrlException("a proxy over TLS is not supported, only http://");
      }
      return new Proxy(
          origin.host(),
          // As curl has it, where a URL would mean 80.
          hasPort(url.substring(Math.max(start, at + 1))) ? origin.port() : 1080,
          at < start ? Optional.empty() : Optional.of(basic(url.substring(start, at))));
    } catch (UrlException e) {
      throw new UrlException("the variable " + variable + " names no proxy: " + e.getMessage());
    }
  }

  private static boolean hasPort(String authority) {
    return authority.matches("[^/]*:\\d+(/.*)?");
  }

  /** RFC 7617: a name and a password, which may be empty, with a colon between. */
  private static String basic(String given) {
    String user = given.indexOf(':') < 0 ? given + ":" : given;
    String plain = user.replace("+", "%2B");
    byte[] bytes;
    try {
      bytes = URLDecoder.decode(plain, UTF_8).getBytes(UTF_8);
    } catch (IllegalArgumentException e) {
      bytes = user.getBytes(UTF_8); // a lone percent sign
    }
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
