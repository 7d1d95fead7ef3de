package dev.heddle.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.page.Html;
import dev.heddle.page.Policy;
import dev.heddle.page.Resource;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Response.Header;
import dev.heddle.web.http.Status;
import java.util.List;
import java.util.Locale;

/** A document made for who asks: {@code /hello?name=Michael} greets Michael. */
public final class HelloPage implements Handler {
  private static final int LONGEST = 1_000;
  private static final String STYLE = Resource.text(HelloPage.class, "hello.css");
  private static final Header POLICY =
      new Header(
          "Content-Security-Policy",
          "default-src 'none'; style-src "
              + Policy.hash(STYLE)
              + "; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

  @Override
  public Response handle(Request request) {
    String name = Query.value(request.query(), "name").orElse("");
    if (name.length() > LONGEST) {
      return Response.line(
          Status.URI_TOO_LONG, "a name has at most " + LONGEST + " characters here");
    }
    return new Response.Whole(
        Status.OK, "text/html; charset=utf-8", List.of(POLICY), page(name).getBytes(UTF_8));
  }

  private static String page(String name) {
    Html html = new Html().open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Hello, " + shown(name) + "!");
    html.open("link", "rel", "icon", "href", "/icon.svg", "type", "image/svg+xml");
    html.style(STYLE).close("head").open("body").open("main");
    // Isolated: a name may be written from right to left.
    html.open("h1").text("Hello, ").inline("bdi", shown(name)).text("!");
    html.close("h1").open("form", "action", "/hello");
    html.element("label", "Your name", "for", "name");
    html.open("input", "id", "name", "name", "name", "value", shown(name), "autocomplete", "off");
    html.element("button", "Greet me").close("form");
    html.open("p").element("a", "How the server is doing", "href", "/").close("p");
    return html.close("main").close("body").close("html").toString();
  }

  /** The name, or the world's; control characters as a log shows them. */
  private static String shown(String name) {
    StringBuilder text = new StringBuilder();
    for (char each : (name.isBlank() ? "World" : name).toCharArray()) {
      if (Character.isISOControl(each)) {
        text.append(String.format(Locale.ROOT, "\\x%02x", (int) each));
      } else {
        text.append(each);
      }
    }
    return text.toString();
  }
}
