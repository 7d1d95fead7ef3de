package dev.heddle.server;

import dev.heddle.tasks.Threading;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** What the JDK watches the sockets of waiting virtual threads with. */
final class Pollers {
  private static final String DIRECT = "jdk.useDirectRegister";

  /** Guarded by the class. */
  private static boolean areOpen;

  private Pollers() {}

  /**
   * Has the JDK open them now, once, if threads of this kind wait by them. It does so when a
   * virtual thread first waits, and where connections have taken every file by then, it fails for
   * good.
   */
  static synchronized void openFor(Threading threading) {
    if (areOpen
        || !(threading instanceof Threading.Virtual)
        || SessionThreads.areOnLoops(threading)) {
      return;
    }
    areOpen = true;
    // On Java 21 a virtual thread that is to wait would wake a thread that registers its socket.
    // Doing it itself takes 0.9 of the CPU a request where every read waits. Java 25 always does.
    if (System.getProperty(DIRECT) == null) {
      System.setProperty(DIRECT, "true");
    }
    Thread waiting = Thread.ofVirtual().name("open pollers").start(Pollers::waitOnce);
    try {
      waiting.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void waitOnce() {
    try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody.setSoTimeout(1);
      nobody.accept().close();
    } catch (IOException e) {
      // nobody came, as expected
    }
  }
}
