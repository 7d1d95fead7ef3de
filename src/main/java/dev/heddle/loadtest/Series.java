package dev.heddle.loadtest;

import dev.heddle.tasks.Threading;

/** What is compared: a kind of threads on a JDK. */
public record Series(Jdk jdk, Threading threading) {
  /**
   * The kind without its size, for names of files and of styles: {@code virtual}, {@code
   * virtual-jdk}, {@code platform} or {@code pool}.
   */
  public String kind() {
    return switch (threading) {
      case Threading.Virtual(Threading.Scheduler scheduler) ->
          switch (scheduler) {
            case LOOPS -> "virtual";
            case JDK -> "virtual-jdk";
          };
      case Threading.Platform() -> "platform";
      case Threading.Pool(int size) -> "pool";
    };
  }

  Series withThreading(Threading other) {
    return new Series(jdk, other);
  }

  Series withJdk(Jdk other) {
    return new Series(other, threading);
  }
}
