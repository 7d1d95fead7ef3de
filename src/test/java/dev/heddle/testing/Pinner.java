package dev.heddle.testing;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.util.concurrent.locks.LockSupport;

/** Blocks so that a virtual thread keeps its carrier, which nothing of Heddle's own does. */
public final class Pinner {
  private static final Object MONITOR = new Object();
  private static final long NANOS = 50_000_000;

  private Pinner() {}

  /** Pins for 50 ms on the JDK that runs this. */
  public static void pin() {
    if (Runtime.version().feature() < 24) {
      inSynchronized();
    } else {
      inInitialiser();
    }
  }

  /** Where {@link #pin} blocks: class and method, without the line. */
  public static String place() {
    return Runtime.version().feature() < 24
        ? Pinner.class.getName() + ".inSynchronized"
        : Late.class.getName() + ".<clinit>";
  }

  /** Pins before Java 24 alone (JEP 491). */
  public static void inSynchronized() {
    synchronized (MONITOR) {
      LockSupport.parkNanos(NANOS);
    }
  }

  /** Pins on every JDK: the JVM's own frame that calls an initialiser can't be moved. */
  public static void inInitialiser() {
    try {
      Constructor<?> late = new Again().loadClass(Late.class.getName()).getDeclaredConstructor();
      late.setAccessible(true);
      var unused = late.newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  /** Blocks while it is initialised. */
  static final class Late {
    static {
      LockSupport.parkNanos(NANOS);
    }

    Late() {}
  }

  /** Defines {@link Late} once more, so that it is initialised once more. */
  private static final class Again extends ClassLoader {
    Again() {
      super(Pinner.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.equals(Late.class.getName())) {
        return super.loadClass(name, resolve);
      }
      try (InputStream file = Pinner.class.getResourceAsStream("Pinner$Late.class")) {
        byte[] bytes = file.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
