package dev.heddle.web;

import dev.heddle.page.Resource;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;

/** The picture in a browser's tab: a thread through a loop. */
public final class IconPage implements Handler {
  private static final String ICON = Resource.text(IconPage.class, "icon.svg");

  @Override
  public Response handle(Request request) {
    return Response.ok("image/svg+xml", ICON);
  }
}
