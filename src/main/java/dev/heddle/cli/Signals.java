package dev.heddle.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Hears SIGTERM, Ctrl-C and the SIGHUP of a terminal that goes away, every one of them, where the
 * JDK has {@code sun.misc.Signal}. A shutdown hook would hear the first alone and could not choose
 * the exit code; it is the fallback elsewhere. Under {@code nohup} the JDK lets no SIGHUP through.
 */
final class Signals {
  private static final boolean IS_WINDOWS = System.getProperty("os.name").startsWith("Windows");

  private Signals() {}

  /** The time in which signals are heard; after it they do what they did before. */
  interface Hearing extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs {@code first} at the first signal and {@code again} at each further one. */
  static void onStop(Runnable first, Runnable again) {
    AtomicBoolean came = new AtomicBoolean();
    var unused = hear(code -> (came.getAndSet(true) ? again : first).run());
  }

  /**
   * Ends the process if it is still there after so long: a signal has come, and whoever should act
   * on it may be writing to a pipe that nobody reads. Does not block.
   */
  static void endWithin(Duration time, ExitCode code) {
    Thread.ofPlatform()
        .daemon()
        .name("end")
        .start(
            () -> {
              try {
                Thread.sleep(time);
              } catch (InterruptedException e) {
                return; // nobody does so
              }
              Runtime.getRuntime().halt(code.number()); // exit would wait for the others
            });
  }

  /**
   * Hands each signal to {@code heard}, on a thread of the JVM's own, as the exit code that tells
   * of it: {@link ExitCode#INTERRUPTED}, {@link ExitCode#TERMINATED} or {@link ExitCode#HANGUP}.
   */
  static Hearing hear(Consumer<ExitCode> heard) {
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      undo.push(handle("INT", () -> heard.accept(ExitCode.INTERRUPTED)));
      undo.push(handle("TERM", () -> heard.accept(ExitCode.TERMINATED)));
      if (!IS_WINDOWS) {
        undo.push(handle("HUP", () -> heard.accept(ExitCode.HANGUP)));
      }
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> heard.accept(ExitCode.TERMINATED), "stop"));
    }
    return () -> undo.forEach(Runnable::run);
  }

  /**
   * By reflection, because javac warns of that class in a way that nothing can suppress.
   *
   * @return puts back what handled the signal before
   */
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  private static Runnable handle(String name, Runnable heard) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler invoked =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                heard.run();
                yield null;
              }
              case "equals" -> arguments != null && proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "stop on SIG" + name;
            };
    Object proxy =
        Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, invoked);
    Object named = signal.getConstructor(String.class).newInstance(name);
    Method handle = signal.getMethod("handle", signal, handler);
    Object before = handle.invoke(null, named, proxy);
    return () -> {
      try {
        handle.invoke(null, named, before);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot put back what handled SIG" + name, e);
      }
    };
  }
}
