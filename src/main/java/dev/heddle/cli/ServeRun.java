package dev.heddle.cli;

import dev.heddle.observe.Pinning;
import dev.heddle.observe.Sampler;
import dev.heddle.observe.Threads;
import dev.heddle.server.Drained;
import dev.heddle.server.GreetingServer;
import dev.heddle.tasks.Stop;
import dev.heddle.tasks.Tasks;
import dev.heddle.tasks.Ticker;
import dev.heddle.web.EventsPage;
import dev.heddle.web.HealthPage;
import dev.heddle.web.HelloPage;
import dev.heddle.web.IconPage;
import dev.heddle.web.Live;
import dev.heddle.web.MetricsPage;
import dev.heddle.web.ScriptedPage;
import dev.heddle.web.Site;
import dev.heddle.web.ThreadsData;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.HttpLimits;
import dev.heddle.web.http.HttpServer;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A greeting server and its page, in one scope. The page stays until the server has drained, so
 * that it can say so.
 *
 * <pre>
 *   scope "serve"
 *    |- (the caller)   the greeting server, from its start to the end of its drain
 *    |- memory         gives memory back once the server rests
 *    |- web            the page, if it has sockets; and for it:
 *    |- sampler        looks at the server and this process once a second
 *    |- feed           hands that to whoever looks
 *    `- pinning        records what pins carriers while somebody looks
 * </pre>
 *
 * <p>On platform threads: what shows how virtual ones do must not wait for a carrier.
 */
final class ServeRun {
  private final GreetingServer server;
  private final Stop stop;
  private final Stop force;
  private final Stop end = Stop.onRequest();
  private final Sampler sampler;
  private final LiveFeed feed;
  private final Pinning pinning = new Pinning();
  private final Threads threads;
  private final Live live;

  /**
   * @param stop ends the run, gracefully
   * @param force cuts the drain short
   */
  ServeRun(GreetingServer server, Stop stop, Stop force) {
    this.server = server;
    this.stop = stop;
    this.force = force;
    this.sampler = new Sampler(server::snapshot, Ticker.system(), InstantSource.system());
    this.feed = new LiveFeed(sampler.history(), server::handlingTimes, stop::isRequested);
    this.live = new LiveSource(feed.feed(), pinning, server.threading().toString());
    this.threads = new Threads(Ticker.system(), () -> server.snapshot().connectionsNow());
  }

  /**
   * Serves until the stop comes and all is drained.
   *
   * @param called the names that the server was given for its addresses
   * @throws ExecutionException with what a listener failed with as its cause
   */
  Drained run(Collection<String> called) throws InterruptedException, ExecutionException {
    AtomicReference<Drained> drained = new AtomicReference<>(new Drained(0, 0));
    try {
      Tasks.runUntil(
          "serve",
          end,
          Thread.ofPlatform().factory(),
          scope -> {
            scope.fork(
                "memory", () -> new MemoryTrim(server::snapshot, server::renewThreads).run(end));
            if (!server.webSockets().isEmpty()) {
              scope.fork("web", () -> serveWeb(called));
              scope.fork("sampler", () -> sampler.run(end));
              scope.fork("feed", feed::run);
              scope.fork("pinning", pinning::run);
            }
            try {
              drained.set(server.run(stop, force));
            } finally {
              end.request();
            }
          });
    } catch (ExecutionException e) {
      throw e.getCause() instanceof ExecutionException nested ? nested : e;
    }
    return drained.get();
  }

  /**
   * The greeting server does not go on without a page that it was told to have; but who is to be
   * greeted does not wait for the pages to be made.
   */
  private void serveWeb(Collection<String> called) throws Exception {
    try (HttpServer web =
        new HttpServer(
            server.webSockets(), called, HttpLimits.DEFAULT, new Site(pages()), Ticker.system())) {
      web.run(end);
    } finally {
      stop.request();
    }
  }

  private Map<String, Handler> pages() {
    Map<String, Handler> pages = new HashMap<>();
    pages.put("/", ScriptedPage.live());
    pages.put("/events", new EventsPage(live));
    pages.put("/threads", ScriptedPage.threads());
    pages.put("/threads.json", new ThreadsData(query -> threads.tree(query).toJson()));
    pages.put("/hello", new HelloPage());
    pages.put("/health", new HealthPage(stop::isRequested));
    pages.put("/icon.svg", new IconPage());
    pages.put(
        "/metrics",
        new MetricsPage(
            server::snapshot, server::handlingTimes, server::sessionTimes, Version.number()));
    return pages;
  }
}
