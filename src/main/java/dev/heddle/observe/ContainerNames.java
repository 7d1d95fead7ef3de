package dev.heddle.observe;

import dev.heddle.observe.ThreadTree.Kind;
import java.util.regex.Pattern;

/** Tells from what the JDK calls a container what it is, and how to call it for people. */
final class ContainerNames {
  private static final Pattern IDENTITY = Pattern.compile("@\\p{XDigit}+$");
  private static final Pattern NUMBER = Pattern.compile("\\d+$");
  private static final String FLOCK = "jdk.internal.misc.ThreadFlock";

  private ContainerNames() {}

  static Kind kindOf(DumpedContainer container) {
    if (container.parent().isEmpty()) {
      return Kind.ROOT;
    }
    return container.owner().isPresent() || container.id().contains(FLOCK)
        ? Kind.SCOPE
        : Kind.EXECUTOR;
  }

  /**
   * A scope's own name; what an executor's threads are called ({@code session-*}); else the name of
   * its class.
   */
  static String nameOf(DumpedContainer container) {
    String id = IDENTITY.matcher(container.id()).replaceFirst("");
    int slash = id.lastIndexOf('/');
    if (slash > 0) {
      return id.substring(0, slash);
    }
    if (kindOf(container) == Kind.EXECUTOR && !container.threads().isEmpty()) {
      return NUMBER.matcher(container.threads().getFirst().name()).replaceFirst("*");
    }
    return id.substring(id.lastIndexOf('.') + 1);
  }
}
