package dev.heddle.observe;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The JDK's own tree of scopes and executors, by {@code jdk.internal.vm.ThreadContainer} of Java 21
 * to 25, where that may be seen: the manifest of heddle.jar has it exported ({@code Add-Exports}).
 * By reflection, because javac does not know it.
 */
final class Containers {
  private final Object root;
  private final Method parent;
  private final Method owner;
  private final Method children;
  private final Method threads;

  private Containers() throws ReflectiveOperationException {
    Class<?> container = Class.forName("jdk.internal.vm.ThreadContainer");
    root = Class.forName("jdk.internal.vm.ThreadContainers").getMethod("root").invoke(null);
    parent = container.getMethod("parent");
    owner = container.getMethod("owner");
    children = container.getMethod("children");
    threads = container.getMethod("threads");
  }

  /** Empty where it may not be seen, or the JDK has it no more. */
  static Optional<Containers> find() {
    try {
      return Optional.of(new Containers());
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /** The one that holds the threads of no other. */
  Object root() {
    return root;
  }

  /** As the JDK's dumps call it. */
  static String idOf(Object container) {
    return container.toString();
  }

  Optional<String> parentOf(Object container) throws ReflectiveOperationException {
    return Optional.ofNullable(parent.invoke(container)).map(Containers::idOf);
  }

  OptionalLong ownerOf(Object container) throws ReflectiveOperationException {
    return owner.invoke(container) instanceof Thread thread
        ? OptionalLong.of(thread.threadId())
        : OptionalLong.empty();
  }

  List<?> childrenOf(Object container) throws ReflectiveOperationException {
    return ((Stream<?>) children.invoke(container)).toList();
  }

  List<Thread> threadsOf(Object container) throws ReflectiveOperationException {
    return ((Stream<?>) threads.invoke(container)).map(Thread.class::cast).toList();
  }
}
