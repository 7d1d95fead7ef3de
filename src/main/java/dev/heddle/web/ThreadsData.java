package dev.heddle.web;

import dev.heddle.web.http.Handler;
import dev.heddle.web.http.HttpLimits;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/** The tree of threads as JSON; {@code ?query=} searches it. */
public final class ThreadsData implements Handler {
  private static final int LONGEST_QUERY = 200;

  /** Who asks waits while threads are looked at: so many do, and leave the other places free. */
  private static final int AT_ONCE = HttpLimits.DEFAULT.connections() / 2;

  /** Where the tree comes from. */
  @FunctionalInterface
  public interface Source {
    /**
     * A JSON object of the threads that match {@code query}; empty: all.
     *
     * @throws IOException if there is none; the message says why
     */
    String json(String query) throws IOException, InterruptedException;
  }

  private final Source source;
  private final Semaphore places = new Semaphore(AT_ONCE);

  public ThreadsData(Source source) {
    this.source = source;
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    String query = Query.value(request.query(), "query").orElse("");
    if (query.length() > LONGEST_QUERY) {
      return Response.line(
          Status.URI_TOO_LONG, "a query has at most " + LONGEST_QUERY + " characters here");
    }
    if (!places.tryAcquire()) {
      return Response.line(
          Status.UNAVAILABLE, AT_ONCE + " requests wait for the threads already; try again later");
    }
    try {
      return Response.ok("application/json", source.json(query));
    } catch (IOException e) {
      return Response.line(Status.UNAVAILABLE, String.valueOf(e.getMessage()));
    } finally {
      places.release();
    }
  }
}
