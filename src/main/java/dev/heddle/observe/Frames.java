package dev.heddle.observe;

import java.util.List;
import java.util.regex.Pattern;

/** Tells the JDK's frames from those that a reader can do something about. */
final class Frames {
  private static final Pattern JDK = Pattern.compile("(?:java|javax|jdk|sun|com\\.sun)\\..*");

  private Frames() {}

  /** The innermost frame that is not the JDK's, or else the innermost; empty if there is none. */
  static String telling(List<String> stack) {
    return stack.stream()
        .filter(frame -> !isJdk(frame))
        .findFirst()
        .orElseGet(() -> stack.stream().findFirst().orElse(""));
  }

  static boolean isJdk(String frame) {
    return JDK.matcher(frame).lookingAt();
  }
}
