package dev.heddle.fetch;

import dev.heddle.fetch.http.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What a request says beside what is asked for. */
final class RequestHeaders {
  private static final String AGENT = "heddle";

  /** What the caller says of contents, not of itself; anything else may be a secret. */
  private static final Set<String> TOLD_TO_ANY_ORIGIN =
      Set.of("accept", "accept-encoding", "accept-language", "range", "user-agent");

  private final List<Header> callers;

  RequestHeaders(List<Header> callers) {
    this.callers = callers;
  }

  /** Whether the caller decides on encodings or ranges: then nothing is decoded. */
  boolean decideOnContent() {
    return callers.stream()
        .anyMatch(
            header ->
                header.name().equalsIgnoreCase("Accept-Encoding")
                    || header.name().equalsIgnoreCase("Range"));
  }

  /** Whether the caller asks for a range. */
  boolean haveRange() {
    return callers.stream().anyMatch(header -> header.name().equalsIgnoreCase("Range"));
  }

  /**
   * The headers of one request. The caller's replace ours of the same name.
   *
   * @param encoding that is accepted
   * @param ours further ones
   * @param sameOrigin whether the caller named this origin itself
   */
  List<Header> of(String encoding, List<Header> ours, boolean sameOrigin) {
    List<Header> told =
        callers.stream()
            .filter(header -> sameOrigin || TOLD_TO_ANY_ORIGIN.contains(lowerCase(header)))
            .toList();
    List<Header> all = new ArrayList<>();
    Stream.concat(
            Stream.of(
                new Header("User-Agent", AGENT),
                new Header("Accept", "*/*"),
                new Header("Accept-Encoding", encoding)),
            ours.stream())
        .filter(own -> told.stream().noneMatch(each -> each.name().equalsIgnoreCase(own.name())))
        .forEach(all::add);
    told.stream().filter(header -> !header.value().isEmpty()).forEach(all::add);
    return all;
  }

  private static String lowerCase(Header header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
