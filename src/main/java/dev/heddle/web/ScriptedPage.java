package dev.heddle.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.page.Policy;
import dev.heddle.page.Resource;
import dev.heddle.page.UPlot;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Response.Header;
import dev.heddle.web.http.Status;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A page that its own scripts fill: the same for everybody, in one piece. Its policy allows those
 * scripts and styles by their hashes, and nothing else; it asks nobody but this server.
 *
 * <p>It is made when it is first asked for: at a start that takes some 60 ms of cold code, which
 * whoever asks {@code /health} would wait for.
 */
public final class ScriptedPage implements Handler {
  private final Supplier<Response> making;
  private @Nullable Response made; // guarded by this

  private ScriptedPage(Supplier<Response> making) {
    this.making = making;
  }

  /** The figures, live. */
  public static ScriptedPage live() {
    return new ScriptedPage(
        () ->
            make(
                "live.html",
                UPlot.style() + text("page.css"),
                UPlot.script() + text("figures.js") + text("charts.js") + text("live.js")));
  }

  /** The tree of threads. */
  public static ScriptedPage threads() {
    return new ScriptedPage(
        () -> make("threads.html", text("page.css"), text("figures.js") + text("threads.js")));
  }

  @Override
  public synchronized Response handle(Request request) {
    if (made == null) {
      made = making.get();
    }
    return made;
  }

  private static Response make(String name, String style, String script) {
    String page =
        Resource.text(ScriptedPage.class, name)
            .replace("@style@", style)
            .replace("@script@", script);
    Header policy =
        new Header(
            "Content-Security-Policy",
            "default-src 'none'; script-src "
                + Policy.hash(script)
                + "; style-src "
                + Policy.hash(style)
                + "; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self';"
                + " frame-ancestors 'none'");
    return new Response.Whole(
        Status.OK, "text/html; charset=utf-8", List.of(policy), page.getBytes(UTF_8));
  }

  private static String text(String name) {
    return Resource.text(ScriptedPage.class, name);
  }
}
