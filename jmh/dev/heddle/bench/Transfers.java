package dev.heddle.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The rate of an iteration's transfers. */
@State(Scope.Thread)
public class Transfers {
  private long start;
  private long count;

  @Setup(Level.Iteration)
  public void start() {
    start = System.nanoTime();
    count = 0;
  }

  void add(int more) {
    count += more;
  }

  @TearDown(Level.Iteration)
  public void tell() {
    double nanos = System.nanoTime() - start;
    Figures.tell("transfersPerSecond", count * TimeUnit.SECONDS.toNanos(1) / nanos, "1/s");
  }
}
