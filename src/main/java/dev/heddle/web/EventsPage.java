package dev.heddle.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Pushes samples to viewers as they are taken (HTML, section 9.2, server-sent events): {@code
 * about} and the {@code history} once, then each {@code sample}, and {@code pinning} whenever that
 * has changed.
 */
public final class EventsPage implements Handler {
  /** Viewers at once: each keeps a connection. */
  public static final int MOST_VIEWERS = 16;

  private static final String TYPE = "text/event-stream";
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(2);

  private final Live live;
  private final Semaphore places = new Semaphore(MOST_VIEWERS);

  public EventsPage(Live live) {
    this.live = live;
  }

  @Override
  public Response handle(Request request) {
    if (!request.head() && !places.tryAcquire()) {
      return Response.line(
          Status.UNAVAILABLE, "the page has " + MOST_VIEWERS + " viewers, and takes no more");
    }
    return new Response.Stream(TYPE, new Viewer(!request.head()));
  }

  /** One who looks. */
  private final class Viewer implements Response.Source {
    private final boolean hasPlace;
    private String pinning = "";

    Viewer(boolean hasPlace) {
      this.hasPlace = hasPlace;
    }

    @Override
    public void writeTo(Response.Sink sink) throws IOException, InterruptedException {
      Live.Look look = live.look();
      try {
        pushTo(sink);
      } finally {
        look.close();
      }
    }

    private void pushTo(Response.Sink sink) throws IOException, InterruptedException {
      List<Feed.Sample> samples = live.feed().await(0, LONGEST_SILENCE);
      String history = samples.stream().map(Feed.Sample::json).collect(Collectors.joining(","));
      write(sink, event("about", live.about()) + event("history", "[" + history + "]"));
      long seen = samples.isEmpty() ? 0 : samples.getLast().number();
      while (true) {
        StringBuilder text = new StringBuilder(news());
        for (Feed.Sample sample : live.feed().await(seen, LONGEST_SILENCE)) {
          text.append(event("sample", sample.json()));
          seen = sample.number();
        }
        // A line that says nothing finds out whether the viewer is still there.
        write(sink, text.isEmpty() ? ":\n\n" : text.toString());
      }
    }

    /** What was pinned, if that is news. */
    private String news() {
      String now = live.pinning();
      String text = now.equals(pinning) ? "" : event("pinning", now);
      pinning = now;
      return text;
    }

    @Override
    public void close() {
      if (hasPlace) {
        places.release();
      }
    }
  }

  private static void write(Response.Sink sink, String text) throws IOException {
    sink.write(text.getBytes(UTF_8));
  }

  private static String event(String type, String json) {
    return "event: " + type + "\ndata: " + json + "\n\n";
  }
}
