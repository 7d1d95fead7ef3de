package dev.heddle.fetch;

import dev.heddle.fetch.Outcome.Result;
import dev.heddle.fetch.Schedule.Turn;
import dev.heddle.fetch.files.Sink;
import dev.heddle.fetch.http.Backoff;
import dev.heddle.fetch.http.Client;
import dev.heddle.fetch.http.ConnectException;
import dev.heddle.fetch.http.Content;
import dev.heddle.fetch.http.ContentException;
import dev.heddle.fetch.http.Exchange;
import dev.heddle.fetch.http.Limit;
import dev.heddle.fetch.http.ProtocolException;
import dev.heddle.fetch.http.ResponseHead;
import dev.heddle.fetch.http.TimeLimitException;
import dev.heddle.fetch.http.Watch;
import dev.heddle.fetch.http.Watchdog;
import dev.heddle.tasks.Ticker;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Fetches one URL, in as many tries as it takes and is allowed. Confined to one thread. */
final class Transfer {
  private static final Set<Integer> PASSING = Set.of(408, 429, 502, 503, 504);

  private final FetchConfig config;
  private final Client client;
  private final Watchdog watchdog;
  private final Backoff backoff;
  private final Ticker ticker;
  private final Turn turn;
  private final LongConsumer meter;
  private final BooleanSupplier mayCommit;
  private final String url;
  private final RequestHeaders headers;
  private final long start;

  private Optional<Visit> visit = Optional.empty();
  private long bytes;
  private int tries;

  /** Of an earlier run: what no try has thrown away of what the first one found. */
  private long earlier = Long.MAX_VALUE;

  /**
   * @param meter is told how many bytes have come
   * @param mayCommit is asked when all has come whether it is still wanted
   */
  Transfer(
      FetchConfig config,
      Client client,
      Watchdog watchdog,
      Backoff backoff,
      Ticker ticker,
      Turn turn,
      LongConsumer meter,
      BooleanSupplier mayCommit) {
    this.config = config;
    this.client = client;
    this.watchdog = watchdog;
    this.backoff = backoff;
    this.ticker = ticker;
    this.turn = turn;
    this.meter = meter;
    this.mayCommit = mayCommit;
    this.url = turn.job().url().toString();
    this.headers = new RequestHeaders(config.headers());
    this.start = ticker.nanoTime();
  }

  /** Fetches it. Blocks until it is done, or given up; an interrupt cancels it. */
  Outcome run() {
    try (Watch watch = watchdog.watch(config.limits());
        Sink sink = open()) {
      while (true) {
        tries++;
        try {
          return attempt(sink, watch);
        } catch (FailedTry e) {
          waitAfter(e, sink, watch);
        }
      }
    } catch (InterruptedException e) {
      return outcome(Result.CANCELLED, Optional.of("cancelled"));
    } catch (IOException e) {
      return Thread.currentThread().isInterrupted()
          ? outcome(Result.CANCELLED, Optional.of("cancelled"))
          : outcome(Result.FAILED, Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Sink open() throws SinkException {
    try {
      return turn.job().destination().opener().open();
    } catch (IOException e) {
      throw new SinkException(e);
    }
  }

  /** Gives the slot to others while it waits, and gives up where that is not worth it. */
  private void waitAfter(FailedTry failure, Sink sink, Watch watch)
      throws FailedTry, InterruptedException {
    if (!failure.mayPass() || tries > config.retries()) {
      throw failure;
    }
    if (!sink.canRestart()) {
      throw FailedTry.forGood(
          failure.getMessage() + "; not tried again: a part of it has gone to standard output",
          failure);
    }
    Duration wait = failure.asked().orElse(backoff.after(tries));
    if (!Backoff.isWorthIt(wait)) {
      throw FailedTry.forGood(
          "%s, and asks to wait %d s, which is too long"
              .formatted(failure.getMessage(), wait.toSeconds()));
    }
    if (wait.compareTo(watch.left()) >= 0) {
      throw failure;
    }
    watch.restart();
    turn.pause();
    Thread.sleep(wait);
    turn.resume(turn.job().url().origin());
  }

  private Outcome attempt(Sink sink, Watch watch) throws IOException, InterruptedException {
    Visit current = new Visit(config, client, headers, turn, watch);
    visit = Optional.of(current);
    Delivery delivery = new Delivery(sink, url, config.maxSize(), meter);
    try {
      boolean decodes = !delivery.resumes() && decodes();
      try (Exchange exchange = current.ask(decodes ? "gzip" : "identity", delivery.headers())) {
        if (delivery.isComplete(exchange.head())) {
          delivery.takeAsWhole();
        } else {
          check(exchange, delivery);
          deliver(exchange, delivery, decodes);
        }
      }
      if (!mayCommit.getAsBoolean()) {
        return outcome(Result.CANCELLED, Optional.of("another one was first"));
      }
      delivery.commit();
      note(delivery);
      return outcome(Result.FETCHED, Optional.empty());
    } catch (FileAlreadyExistsException e) {
      return outcome(Result.KEPT, Optional.of("a file came to be there meanwhile"));
    } catch (FailedTry | SinkException e) {
      throw e;
    } catch (TimeLimitException e) {
      throw e.limit() == Limit.CONNECT ? FailedTry.forNow(text(e), e) : e;
    } catch (ConnectException e) {
      throw e.isWorthAnotherTry() ? FailedTry.forNow(text(e), e) : e;
    } catch (ProtocolException | ContentException e) {
      throw e;
    } catch (IOException e) {
      throw FailedTry.forNow("the connection was lost: " + text(e), e);
    } finally {
      note(delivery);
    }
  }

  private void note(Delivery delivery) {
    bytes = delivery.bytes();
    earlier = Math.min(earlier, delivery.kept());
  }

  private void deliver(Exchange exchange, Delivery delivery, boolean decodes) throws IOException {
    if (config.headOnly()) {
      delivery.deliver(exchange.head());
      return;
    }
    Content content = decodes ? Content.decoded(exchange) : Content.asItComes(exchange);
    delivery.deliver(
        exchange,
        content,
        content.isDecoded() || headers.haveRange() ? Optional.empty() : Optional.of(url));
  }

  /** Files that are compressed themselves are often mislabelled as being so for the way. */
  private boolean decodes() {
    String path = turn.job().url().path();
    return !config.headOnly()
        && !headers.decideOnContent()
        && !path.endsWith(".gz")
        && !path.endsWith(".tgz");
  }

  /** Whether the response brings what was asked for. */
  private void check(Exchange exchange, Delivery delivery) throws IOException {
    ResponseHead head = exchange.head();
    if (head.status() == 206 && !delivery.resumes() && !headers.haveRange()) {
      throw FailedTry.forGood("the server sends a part, although all was asked for");
    }
    if (head.status() / 100 == 2) {
      return;
    }
    exchange.readOn();
    String reason = "the server answers " + head.status();
    if (head.status() == 416 && delivery.resumes()) {
      delivery.forget();
      throw FailedTry.forNow(reason + " to the rest of it", Optional.of(Duration.ZERO));
    }
    throw PASSING.contains(head.status())
        ? FailedTry.forNow(reason, Backoff.asked(head, Instant.now()))
        : FailedTry.forGood(reason);
  }

  private Outcome outcome(Result result, Optional<String> reason) {
    return new Outcome(
        turn.job().entry(),
        result,
        visit.map(Visit::status).orElse(0),
        bytes,
        Math.min(earlier, bytes),
        Duration.ofNanos(ticker.nanoTime() - start),
        tries,
        redirectedTo(),
        result == Result.FETCHED || result == Result.KEPT
            ? turn.job().destination().file()
            : Optional.empty(),
        reason);
  }

  private Optional<String> redirectedTo() {
    return visit.isEmpty() || visit.get().url().equals(turn.job().url())
        ? Optional.empty()
        : Optional.of(visit.get().url().toString());
  }

  private static String text(IOException failure) {
    return String.valueOf(failure.getMessage());
  }
}
