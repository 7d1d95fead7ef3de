package dev.heddle.tasks.loop;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.Channel;

/**
 * The calls of <a href="https://man7.org/linux/man-pages/man7/epoll.7.html">epoll</a>. The JDK has
 * them inside ({@code sun.nio.ch.EPoll}), of Java 21 as of 25, and offers them to nobody: it takes
 * {@code --add-opens java.base/sun.nio.ch}, which the manifest of heddle.jar says. The JDK's
 * foreign functions would do as well, but to bind them takes 30 ms of every start.
 */
final class Epoll {
  static final int INPUT = 0x1;
  static final int URGENT = 0x2;
  static final int ROOM = 0x4;
  static final int FAILED = 0x8;
  static final int HUNG_UP = 0x10;
  static final int PEER_ENDED = 0x2000;
  static final int EDGE_TRIGGERED = 1 << 31;

  private static final int ADD = 1;
  private static final int MODIFY = 3;
  private static final int IS_THERE = 17;

  private static boolean isComplete = true;

  private static final String CALLS = "sun.nio.ch.EPoll";
  private static final String OTHER_CALLS = "sun.nio.ch.IOUtil";
  private static final MethodHandle CREATE = find(CALLS, "create", int.class);
  private static final MethodHandle CONTROL =
      find(CALLS, "ctl", int.class, int.class, int.class, int.class, int.class);
  private static final MethodHandle WAIT =
      find(CALLS, "wait", int.class, int.class, long.class, int.class, int.class);
  private static final MethodHandle ALLOCATE =
      find(CALLS, "allocatePollArray", long.class, int.class);
  private static final MethodHandle FREE = find(CALLS, "freePollArray", void.class, long.class);
  private static final MethodHandle EVENT =
      find(CALLS, "getEvent", long.class, long.class, int.class);
  private static final MethodHandle EVENT_DESCRIPTOR =
      find(CALLS, "getDescriptor", int.class, long.class);
  private static final MethodHandle EVENT_KINDS = find(CALLS, "getEvents", int.class, long.class);
  private static final MethodHandle PIPE = find(OTHER_CALLS, "makePipe", long.class, boolean.class);
  private static final MethodHandle WRITE =
      find(OTHER_CALLS, "write1", int.class, int.class, byte.class);
  private static final MethodHandle DRAIN = find(OTHER_CALLS, "drain", boolean.class, int.class);
  private static final MethodHandle NEW_DESCRIPTOR =
      find(OTHER_CALLS, "newFD", FileDescriptor.class, int.class);
  private static final MethodHandle DESCRIPTOR = findDescriptor();

  private static final boolean AVAILABLE = isComplete;

  private Epoll() {}

  private static MethodHandle find(
      String type, String method, Class<?> result, Class<?>... parameters) {
    MethodType signature = MethodType.methodType(result, parameters);
    try {
      Class<?> inside = Class.forName(type);
      return MethodHandles.privateLookupIn(inside, MethodHandles.lookup())
          .findStatic(inside, method, signature);
    } catch (ReflectiveOperationException e) {
      isComplete = false; // another system, a later JDK, or one that is not open
      return MethodHandles.empty(signature);
    }
  }

  private static MethodHandle findDescriptor() {
    MethodType signature = MethodType.methodType(int.class, Channel.class);
    try {
      return MethodHandles.lookup()
          .findVirtual(
              Class.forName("sun.nio.ch.SelChImpl"), "getFDVal", MethodType.methodType(int.class))
          .asType(signature);
    } catch (ReflectiveOperationException e) {
      isComplete = false;
      return MethodHandles.empty(signature);
    }
  }

  /** Whether this system has them and this JDK lets us. */
  static boolean isAvailable() {
    return AVAILABLE;
  }

  /**
   * Opens an instance and returns its descriptor.
   *
   * @throws IOException if the system refuses
   */
  static int create() throws IOException {
    try {
      return (int) CREATE.invokeExact();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Closes what was opened here. */
  static void close(int descriptor) throws IOException {
    try {
      new FileInputStream((FileDescriptor) NEW_DESCRIPTOR.invokeExact(descriptor)).close();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /**
   * Opens a pipe of which neither end blocks; returns the descriptor to read from above 32 bits of
   * that to write to.
   *
   * @throws IOException if the system refuses
   */
  static long pipe() throws IOException {
    try {
      return (long) PIPE.invokeExact(false);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Writes a byte into a pipe, if there is room. Takes no lock. */
  static void write(int descriptor) throws IOException {
    try {
      var unused = (int) WRITE.invokeExact(descriptor, (byte) 0);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Empties a pipe. */
  static void drain(int descriptor) throws IOException {
    try {
      var unused = (boolean) DRAIN.invokeExact(descriptor);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /**
   * Has the instance tell of a channel, until that is closed; anew if it does already.
   *
   * @throws IOException if the system refuses
   */
  static void add(int epoll, int descriptor, int kinds) throws IOException {
    int error = control(epoll, ADD, descriptor, kinds);
    if (error == IS_THERE) {
      error = control(epoll, MODIFY, descriptor, kinds);
    }
    if (error != 0) {
      throw new IOException("the system does not watch a socket (epoll_ctl: error " + error + ")");
    }
  }

  private static int control(int epoll, int operation, int descriptor, int kinds) {
    try {
      return (int) CONTROL.invokeExact(epoll, operation, descriptor, kinds);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /**
   * Puts what has happened into {@code events}, and waits for it if {@code millis} is -1. Returns
   * how much, 0 or less if nothing.
   *
   * @throws IOException if the system refuses
   */
  static int await(int epoll, long events, int most, int millis) throws IOException {
    try {
      return (int) WAIT.invokeExact(epoll, events, most, millis);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Memory for so many events, outside the heap; its address. */
  static long allocate(int events) {
    try {
      return (long) ALLOCATE.invokeExact(events);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static void free(long events) {
    try {
      FREE.invokeExact(events);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The descriptor that the {@code index}th event is of. */
  static int descriptor(long events, int index) {
    try {
      return (int) EVENT_DESCRIPTOR.invokeExact((long) EVENT.invokeExact(events, index));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** What has happened by the {@code index}th event. */
  static int kinds(long events, int index) {
    try {
      return (int) EVENT_KINDS.invokeExact((long) EVENT.invokeExact(events, index));
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The descriptor of a channel; what it was, if that is closed. */
  static int descriptor(Channel channel) {
    try {
      return (int) DESCRIPTOR.invokeExact(channel);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static IOException rethrown(Throwable thrown) {
    if (thrown instanceof IOException refused) {
      return refused;
    }
    throw unexpected(thrown);
  }

  private static LinkageError unexpected(Throwable thrown) {
    return new LinkageError("epoll by the JDK", thrown);
  }
}
