package dev.heddle.tasks.loop;

import java.io.IOException;

/** The ways to ask the system, for what is to hold by each. */
enum PollerKind {
  SELECTOR,
  EPOLL;

  Poller open() throws IOException {
    return switch (this) {
      case SELECTOR -> new SelectorPoller();
      case EPOLL -> EpollPoller.open();
    };
  }
}
