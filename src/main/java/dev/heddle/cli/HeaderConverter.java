package dev.heddle.cli;

import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a header as {@code -H} takes it: {@code Name: value}. */
final class HeaderConverter implements ITypeConverter<Header> {
  /** What the fetcher says itself, so that both sides agree where a request ends. */
  private static final Set<String> OURS =
      Set.of("connection", "content-length", "if-range", "te", "trailer", "transfer-encoding");

  /** What is wrong is said without the value, which may be a secret. */
  @Override
  public Header convert(String text) {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new TypeConversionException("write 'Name: value'; this one has no colon behind a name");
    }
    Header header = new Header(text.substring(0, colon), text.substring(colon + 1).strip());
    if (OURS.contains(header.name().toLowerCase(Locale.ROOT))) {
      throw new TypeConversionException(
          "'" + header.name() + "' is not allowed: it is sent where it is needed");
    }
    try {
      var unused = new Request("GET", "/", List.of(header));
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
    return header;
  }
}
