package dev.heddle.cli;

import java.util.concurrent.ThreadFactory;

/** The kinds of threads that a fetch can run on. */
enum FetchThreads {
  VIRTUAL,
  PLATFORM;

  ThreadFactory factory() {
    return switch (this) {
      case VIRTUAL -> Thread.ofVirtual().factory();
      case PLATFORM -> Thread.ofPlatform().daemon().factory();
    };
  }
}
