package dev.heddle.tasks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class StopTest {
  @Test
  void onRequest_fresh_hasNotCome() {
    Stop stop = Stop.onRequest();

    assertFalse(stop.isRequested());
    assertFalse(stop.isOverdue());
    assertFalse(stop.hasCome());
  }

  @Test
  void request_twice_hasComeOnce() throws Exception {
    Stop stop = Stop.onRequest();

    stop.request();
    stop.request();

    stop.await();
    assertTrue(stop.isRequested());
    assertFalse(stop.isOverdue());
    assertTrue(stop.hasCome());
  }

  @Test
  void request_whileAwaited_endsTheWait() throws Exception {
    Stop stop = Stop.onRequest();
    Caller caller = Caller.start(stop::await);
    caller.awaitWaiting();

    stop.request();

    assertFalse(caller.awaitReturn());
  }

  @Test
  void await_interrupted_throws() throws Exception {
    Caller caller = Caller.start(Stop.onRequest()::await);
    caller.awaitWaiting();

    caller.interrupt();

    assertInstanceOf(InterruptedException.class, caller.awaitFailure());
  }

  @Test
  void within_passed_isOverdueAndNotRequested() throws Exception {
    Stop stop = Stop.within(Duration.ofMillis(10));

    stop.await();

    assertTrue(stop.isOverdue());
    assertFalse(stop.isRequested());
    assertTrue(stop.hasCome());
  }

  @Test
  void within_requestedBefore_isNotOverdue() throws Exception {
    Stop stop = Stop.within(Duration.ofDays(1));

    stop.request();

    stop.await();
    assertTrue(stop.isRequested());
    assertFalse(stop.isOverdue());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void within_nothing_isOverdueAtOnce(long seconds) throws Exception {
    Stop stop = Stop.within(Duration.ofSeconds(seconds));

    stop.await();

    assertTrue(stop.isOverdue());
  }

  @Test
  void within_longerThanNanosecondsCount_isNeverOverdue() {
    Stop stop = Stop.within(Duration.ofSeconds(Long.MAX_VALUE));

    assertFalse(stop.isOverdue());
  }

  @Test
  void awaitWithin_endsByWhicheverIsFirst() throws Exception {
    Stop stop = Stop.onRequest();
    Stop soon = Stop.within(Duration.ofMillis(10));

    assertFalse(stop.awaitWithin(Duration.ofMillis(10)));
    assertTrue(soon.awaitWithin(Duration.ofDays(1)));
    stop.request();
    assertTrue(stop.awaitWithin(Duration.ofDays(1)));
  }
}
