package dev.heddle.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Says whether to send connections here: 200 and {@code ready}, or, from the moment that the server
 * is told to stop until it has ended, 503 and {@code draining}.
 */
public final class HealthPage implements Handler {
  private final BooleanSupplier draining;

  public HealthPage(BooleanSupplier draining) {
    this.draining = draining;
  }

  @Override
  public Response handle(Request request) {
    return draining.getAsBoolean()
        ? answer(Status.UNAVAILABLE, "{\"status\": \"draining\", \"ready\": false}\n")
        : answer(Status.OK, "{\"status\": \"ready\", \"ready\": true}\n");
  }

  private static Response answer(Status status, String json) {
    return new Response.Whole(status, "application/json", List.of(), json.getBytes(UTF_8));
  }
}
