package dev.heddle.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Hears SIGTERM and Ctrl-C, every one of them, where the JDK has {@code sun.misc.Signal}. A
 * shutdown hook would hear the first alone and could not choose the exit code; it is the fallback
 * elsewhere.
 */
final class Signals {
  private Signals() {}

  /** Runs {@code first} at the first signal and {@code again} at each further one. */
  static void onStop(Runnable first, Runnable again) {
    AtomicBoolean came = new AtomicBoolean();
    Runnable heard = () -> (came.getAndSet(true) ? again : first).run();
    try {
      handle("INT", heard);
      handle("TERM", heard);
    } catch (ReflectiveOperationException e) {
      Runtime.getRuntime().addShutdownHook(new Thread(heard, "stop"));
    }
  }

  /** By reflection, because javac warns of that class in a way that nothing can suppress. */
  @SuppressWarnings("ReferenceEquality") // a proxy equals itself alone
  private static void handle(String name, Runnable heard) throws ReflectiveOperationException {
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
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
  }
}
