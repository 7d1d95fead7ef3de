package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The settings of the scheduler, which is running already and so heeds none of them here. */
@Timeout(10)
final class CarriersTest {
  private static final String MOST = "jdk.virtualThreadScheduler.maxPoolSize";

  @BeforeEach
  @AfterEach
  void forget() {
    System.clearProperty(MOST);
  }

  @Test
  void keepToCores_onJava21Alone_setsAsManyAsThereAreButTwoAtLeast() {
    Carriers.keepToCores();

    int cores = Math.max(2, Runtime.getRuntime().availableProcessors());
    assertEquals(
        Runtime.version().feature() == 21 ? String.valueOf(cores) : null, System.getProperty(MOST));
  }

  @Test
  void keepToCores_userHasSetIt_leavesIt() {
    System.setProperty(MOST, "7");

    Carriers.keepToCores();

    assertEquals("7", System.getProperty(MOST));
  }
}
