package dev.heddle.load;

/**
 * The times of a load, as {@link System#nanoTime} tells them.
 *
 * @param start when the first request may be sent
 * @param from when measuring begins: what is intended earlier is warm-up
 * @param end from when on nothing more is intended
 * @param latest when even an open loop that is late gives up
 * @param isOpenLoop whether requests have a schedule
 * @param differ whether the intended start may differ from the write
 */
record Window(long start, long from, long end, long latest, boolean isOpenLoop, boolean differ) {
  static Window of(LoadPlan plan, long start) {
    long from = start + plan.warmup().toNanos();
    long end = from + plan.duration().toNanos();
    return new Window(
        start,
        from,
        end,
        plan.isOpen() ? end + plan.timeout().toNanos() : end,
        plan.isOpen(),
        plan.differ());
  }
}
