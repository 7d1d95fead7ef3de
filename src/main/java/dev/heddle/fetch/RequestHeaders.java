package dev.heddle.fetch;

import dev.heddle.fetch.http.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

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
    return has(callers, "Accept-Encoding") || haveRange();
  }

  /** Whether the caller asks for a range. */
  boolean haveRange() {
    return has(callers, "Range");
  }

  /**
   * The headers of one request. The caller's replace ours of the same name.
   *
   * @param encoding that is accepted
   * @param ours further ones
   * @param sameOrigin whether the caller named this origin itself
   */
  List<Header> of(String encoding, List<Header> ours, boolean sameOrigin) {
    List<Header> told = new ArrayList<>(callers.size());
    for (Header header : callers) {
      if (sameOrigin || TOLD_TO_ANY_ORIGIN.contains(lowerCase(header))) {
        told.add(header);
      }
    }
    List<Header> all = new ArrayList<>();
    addUnlessIn(told, new Header("User-Agent", AGENT), all);
    addUnlessIn(told, new Header("Accept", "*/*"), all);
    addUnlessIn(told, new Header("Accept-Encoding", encoding), all);
    for (Header header : ours) {
      addUnlessIn(told, header, all);
    }
    for (Header header : told) {
      if (!header.value().isEmpty()) {
        all.add(header);
      }
    }
    return all;
  }

  private static void addUnlessIn(List<Header> told, Header header, List<Header> all) {
    if (!has(told, header.name())) {
      all.add(header);
    }
  }

  private static boolean has(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  private static String lowerCase(Header header) {
    return header.name().toLowerCase(Locale.ROOT);
  }
}
