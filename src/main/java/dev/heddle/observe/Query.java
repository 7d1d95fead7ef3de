package dev.heddle.observe;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/** What threads are searched for, in whatever case; one thread's own. */
final class Query {
  private final String wanted;

  /** Whether a stack matches, once it was looked at; a dump holds equal stacks once. */
  private final IdentityHashMap<List<String>, Boolean> stacks = new IdentityHashMap<>();

  Query(String text) {
    wanted = text.toLowerCase(Locale.ROOT);
  }

  /** Whether everything matches. */
  boolean isEmpty() {
    return wanted.isEmpty();
  }

  boolean matches(String text) {
    return text.toLowerCase(Locale.ROOT).contains(wanted);
  }

  boolean matches(DumpedThread thread) {
    return isEmpty()
        || matches(thread.name())
        || thread.waitsFor().filter(this::matches).isPresent()
        || stacks.computeIfAbsent(thread.stack(), stack -> stack.stream().anyMatch(this::matches));
  }
}
