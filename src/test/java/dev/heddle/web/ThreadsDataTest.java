package dev.heddle.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Peer;
import dev.heddle.testing.RunningWeb;
import dev.heddle.web.http.HttpLimits;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ThreadsDataTest {
  private static final int ASKING = HttpLimits.DEFAULT.connections();

  private final CountDownLatch looked = new CountDownLatch(1);
  private final ThreadsData threads =
      new ThreadsData(
          query -> {
            looked.await();
            return "{}";
          });

  /** As those do that ask whether the server is well. */
  @Test
  void requests_thatWaitForALook_leavePlacesForOthers() throws Exception {
    List<Peer> asking = new ArrayList<>();
    try (RunningWeb web = RunningWeb.start(HttpLimits.DEFAULT, this::answer)) {
      for (int i = 0; i < ASKING; i++) {
        asking.add(web.send("GET /threads.json HTTP/1.0\r\n\r\n"));
      }
      assertTrue(web.get("/health").startsWith("HTTP/1.1 200 "));

      looked.countDown();
      int answered = 0;
      for (Peer each : asking) {
        String response = each.readToFin();
        answered += response.startsWith("HTTP/1.1 200 ") ? 1 : 0;
        assertTrue(response.matches("(?s)HTTP/1.1 (200|503) .*"), response);
      }
      assertEquals(ASKING / 2, answered);
    } finally {
      for (Peer each : asking) {
        each.close();
      }
    }
  }

  private Response answer(Request request) throws InterruptedException {
    return request.path().equals("/health")
        ? Response.line(Status.OK, "well")
        : threads.handle(request);
  }
}
