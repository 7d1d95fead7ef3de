package dev.heddle.web;

import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import java.util.Map;

/** Finds the page of a path. */
public final class Site implements Handler {
  private final Map<String, Handler> pages;

  /**
   * @param pages by their paths, each from its slash on
   */
  public Site(Map<String, Handler> pages) {
    this.pages = Map.copyOf(pages);
  }

  @Override
  public Response handle(Request request) throws InterruptedException {
    Handler page = pages.get(request.path());
    return page == null
        ? Response.line(Status.NOT_FOUND, "there is no such page; / has links to those there are")
        : page.handle(request);
  }
}
