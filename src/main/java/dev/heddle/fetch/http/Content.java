package dev.heddle.fetch.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The content of a response: its body without the encoding for the way (RFC 9110, section 8.4). One
 * encoding is decoded and no more: nested ones are how a small body becomes a huge one.
 */
public final class Content {
  private static final int PIECE = 65_536;
  private static final int GZIP_BUFFER = 8_192;
  private static final Set<String> GZIP = Set.of("gzip", "x-gzip");

  private final Exchange exchange;
  private final InputStream decoded;
  private final byte[] piece;

  private Content(Exchange exchange, InputStream decoded, byte[] piece) {
    this.exchange = exchange;
    this.decoded = decoded;
    this.piece = piece;
  }

  /** The bytes as they come, whatever they are labelled as. */
  public static Content asItComes(Exchange exchange) {
    return new Content(exchange, InputStream.nullInputStream(), new byte[0]);
  }

  /**
   * The bytes decoded, where they are encoded. Blocks until the first have come.
   *
   * @throws ContentException if they are encoded in another way than gzip, or more than once, or
   *     are no gzip
   */
  public static Content decoded(Exchange exchange) throws IOException {
    List<String> codings = exchange.head().tokens("Content-Encoding");
    codings.removeAll(List.of("identity"));
    if (codings.isEmpty() || exchange.length() == 0) {
      return asItComes(exchange);
    }
    if (codings.size() > 1 || !GZIP.contains(codings.getFirst())) {
      throw new ContentException(
          "the content encoding '%s' was not asked for and is not decoded, only one gzip"
              .formatted(String.join(", ", codings).replaceAll("[^ -~]", "?")));
    }
    Encoded encoded = new Encoded(exchange);
    if (encoded.available() == 0) {
      return asItComes(exchange);
    }
    try {
      return new Content(exchange, new GZIPInputStream(encoded, GZIP_BUFFER), new byte[PIECE]);
    } catch (TruncatedException e) {
      throw e;
    } catch (ZipException | EOFException e) {
      throw new ContentException(e);
    }
  }

  /** Whether something is decoded. */
  public boolean isDecoded() {
    return piece.length > 0;
  }

  /**
   * The next bytes, valid until the next call; empty at the end, with which the body has ended,
   * too. Blocks until there are some.
   *
   * @throws ContentException if the encoding is damaged
   * @throws IOException as {@link Exchange#next}
   */
  public ByteBuffer next() throws IOException {
    if (!isDecoded()) {
      return exchange.next();
    }
    try {
      int count = decoded.read(piece);
      if (count >= 0) {
        return ByteBuffer.wrap(piece, 0, count);
      }
    } catch (TruncatedException e) {
      throw e;
    } catch (ZipException | EOFException e) {
      throw new ContentException(e);
    }
    exchange.skip(); // what is behind the end of the encoding, up to the end of the body
    return ByteBuffer.wrap(piece, 0, 0);
  }

  /** What the body brings, as a stream. */
  private static final class Encoded extends InputStream {
    private final Exchange exchange;
    private ByteBuffer bytes;

    /** Blocks until the first bytes have come, or the end. */
    Encoded(Exchange exchange) throws IOException {
      this.exchange = exchange;
      this.bytes = exchange.next();
    }

    /** None at the end alone: another member of the encoding may follow. */
    @Override
    public int available() throws IOException {
      if (!bytes.hasRemaining()) {
        bytes = exchange.next();
      }
      return bytes.remaining();
    }

    @Override
    public int read() throws IOException {
      return available() == 0 ? -1 : bytes.get() & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = Math.min(available(), length);
      bytes.get(into, offset, count);
      return count == 0 && length > 0 ? -1 : count;
    }
  }
}
