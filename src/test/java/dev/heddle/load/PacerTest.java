package dev.heddle.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class PacerTest {
  @Test
  void openLoop_withNothingMoreToSend_keepsItsConnectionToTheEnd() throws Exception {
    LoadPlan plan = Plans.of("tcp://127.0.0.1:1").millis(200).rate(0.001).plan();
    Window window = Window.of(plan, System.nanoTime());
    Batch batch = new Batch(0, 1, new Batch.Recorders(), window, false);

    Pacer.of(plan, window, 0).fill(batch, 1, System.nanoTime());

    assertEquals(0, batch.size());
    assertTrue(System.nanoTime() > window.end());
  }
}
