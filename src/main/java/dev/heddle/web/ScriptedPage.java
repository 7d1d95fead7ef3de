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

/**
 * A page that its own scripts fill: the same for everybody, in one piece. Its policy allows those
 * scripts and styles by their hashes, and nothing else; it asks nobody but this server.
 */
public final class ScriptedPage implements Handler {
  private final Response.Whole response;

  private ScriptedPage(String name, String style, String script) {
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
    response =
        new Response.Whole(
            Status.OK, "text/html; charset=utf-8", List.of(policy), page.getBytes(UTF_8));
  }

  /** The figures, live. */
  public static ScriptedPage live() {
    return new ScriptedPage(
        "live.html",
        UPlot.style() + text("page.css"),
        UPlot.script() + text("figures.js") + text("charts.js") + text("live.js"));
  }

  /** The tree of threads. */
  public static ScriptedPage threads() {
    return new ScriptedPage(
        "threads.html", text("page.css"), text("figures.js") + text("threads.js"));
  }

  @Override
  public Response handle(Request request) {
    return response;
  }

  private static String text(String name) {
    return Resource.text(ScriptedPage.class, name);
  }
}
