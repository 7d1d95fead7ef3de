package dev.heddle.cli;

/**
 * The threads that carry virtual ones. On Java 21 each call of a file borrows a further one for its
 * time, up to 256: a fetch of small files then hands its carriers over again and again, which takes
 * a tenth of its time. Later Javas lend none for files.
 */
final class Carriers {
  private static final String MOST = "jdk.virtualThreadScheduler.maxPoolSize";
  private static final String PARALLELISM = "jdk.virtualThreadScheduler.parallelism";
  private static final int LENDS = 21;

  private Carriers() {}

  /**
   * Keeps them to one a core, and two at least: a write that blocks must not hold up who watches
   * the time. Heeded before the first virtual thread alone; what the user has set stands.
   */
  static void keepToCores() {
    if (Runtime.version().feature() == LENDS
        && System.getProperty(MOST) == null
        && System.getProperty(PARALLELISM) == null) {
      System.setProperty(
          MOST, String.valueOf(Math.max(2, Runtime.getRuntime().availableProcessors())));
    }
  }
}
