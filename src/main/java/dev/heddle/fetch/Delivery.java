package dev.heddle.fetch;

import dev.heddle.fetch.files.PartSource;
import dev.heddle.fetch.files.Sink;
import dev.heddle.fetch.http.Content;
import dev.heddle.fetch.http.Exchange;
import dev.heddle.fetch.http.Header;
import dev.heddle.fetch.http.ResponseHead;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings the content of a response to its sink: all of it or what is lacking (RFC 9110, 14). */
final class Delivery {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d{1,18}/(\\d{1,18}|\\*)");

  /** A file may change twice within the second that Last-Modified knows (section 8.8.2.2). */
  private static final Duration STRONG_AFTER = Duration.ofSeconds(1);

  private final Sink sink;
  private final long maxSize;
  private final LongConsumer meter;

  /** How much was there before, if that is what the rest is asked for. */
  private final long begun;

  private final Optional<PartSource> source;
  private long bytes;
  private boolean isAnew;

  /**
   * @param url whose content it is; what another URL's part is, is not continued
   * @param maxSize bytes that are accepted; 0: any number
   * @param meter is told how many bytes have come
   */
  Delivery(Sink sink, String url, long maxSize, LongConsumer meter) throws IOException {
    this.sink = sink;
    this.maxSize = maxSize;
    this.meter = meter;
    Optional<PartSource> found = sink.source();
    boolean isOfUrl = found.isPresent() && found.get().url().equals(url);
    this.source = isOfUrl ? found : Optional.empty();
    this.begun = isOfUrl ? sink.size() : 0;
  }

  /** Whether the beginning is there, and only the rest is asked for. */
  boolean resumes() {
    return begun > 0;
  }

  /** How many bytes the content has, as far as it has come. */
  long bytes() {
    return bytes;
  }

  /** How many bytes were there before and have not been thrown away. */
  long kept() {
    return isAnew ? 0 : begun;
  }

  /** The headers that ask for the rest, unless the content has changed. */
  List<Header> headers() {
    return source.isPresent() && resumes()
        ? List.of(
            new Header("Range", "bytes=" + begun + "-"),
            new Header("If-Range", source.get().validator()))
        : List.of();
  }

  /** Whether a response says that there is no rest: all was there. */
  boolean isComplete(ResponseHead head) {
    return head.status() == 416
        && resumes()
        && head.first("Content-Range").filter(("bytes */" + begun)::equals).isPresent();
  }

  /** Takes what is there for all. */
  void takeAsWhole() {
    bytes = begun;
  }

  /** Throws away what was there: the next try asks for all. */
  void forget() throws SinkException {
    restart(Optional.empty());
  }

  /** Delivers the header of a response instead of its content. */
  void deliver(ResponseHead head) throws IOException {
    restart(Optional.empty());
    write(ByteBuffer.wrap(head.text().getBytes(StandardCharsets.ISO_8859_1)));
  }

  /**
   * Delivers the content, to its end.
   *
   * @param resumable which URL another run can continue, if it can
   */
  void deliver(Exchange exchange, Content content, Optional<String> resumable) throws IOException {
    ResponseHead head = exchange.head();
    long whole = -1;
    if (head.status() == 206 && resumes()) {
      whole = checkRange(head);
      bytes = begun;
    } else {
      restart(
          sink.isKept()
              ? resumable.flatMap(url -> validator(head).map(each -> new PartSource(url, each)))
              : Optional.empty());
    }
    if (!content.isDecoded()) {
      checkSize(bytes + Math.max(0, exchange.length()));
    }
    for (ByteBuffer next = content.next(); next.hasRemaining(); next = content.next()) {
      checkSize(bytes + next.remaining());
      write(next);
    }
    if (whole >= 0 && bytes != whole) {
      long count = bytes;
      if (count > whole) {
        forget();
      }
      throw FailedTry.forNow("%d bytes have come of %d".formatted(count, whole), Optional.empty());
    }
  }

  /** Makes what was delivered the outcome. */
  void commit() throws SinkException, FileAlreadyExistsException {
    try {
      sink.commit();
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (IOException e) {
      throw new SinkException(e);
    }
  }

  private void restart(Optional<PartSource> from) throws SinkException {
    bytes = 0;
    isAnew = true;
    try {
      sink.restart(from);
    } catch (IOException e) {
      throw new SinkException(e);
    }
  }

  private void write(ByteBuffer piece) throws SinkException {
    int count = piece.remaining();
    try {
      sink.write(piece);
    } catch (IOException e) {
      throw new SinkException(e);
    }
    bytes += count;
    meter.accept(count);
  }

  private void checkSize(long size) throws FailedTry {
    if (maxSize > 0 && size > maxSize) {
      throw FailedTry.forGood(
          "larger than %d bytes, the most that is accepted; allow more with --max-size"
              .formatted(maxSize));
    }
  }

  /** Returns how long the content is as a whole; -1 if the server does not say. */
  private long checkRange(ResponseHead head) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(head.first("Content-Range").orElse(""));
    if (!range.matches() || !String.valueOf(begun).equals(range.group(1))) {
      throw FailedTry.forGood(
          "the server sends another part than the one from byte "
              + begun
              + " that was asked for; without --continue all of it is");
    }
    String validator = source.map(PartSource::validator).orElse("");
    String tag = head.first("ETag").orElse(validator);
    if (validator.startsWith("\"") && !tag.equals(validator)) {
      forget();
      throw FailedTry.forNow("the server sends a part of something else", Optional.empty());
    }
    return range.group(2).equals("*") ? -1 : Long.parseLong(range.group(2));
  }

  /** What tells this content from any later one of the URL, if anything does. */
  private static Optional<String> validator(ResponseHead head) {
    if (head.first("Accept-Ranges").filter("none"::equals).isPresent()) {
      return Optional.empty();
    }
    Optional<String> tag =
        head.first("ETag").filter(each -> each.startsWith("\"") && PartSource.canHold(each));
    return tag.isPresent() ? tag : head.first("Last-Modified").filter(each -> isStrong(head));
  }

  /** Whether a Last-Modified tells this content from any later one. */
  private static boolean isStrong(ResponseHead head) {
    Optional<Instant> sent = head.date("Date");
    Optional<Instant> changed = head.date("Last-Modified");
    return sent.isPresent()
        && changed.isPresent()
        && Duration.between(changed.get(), sent.get()).compareTo(STRONG_AFTER) >= 0;
  }
}
