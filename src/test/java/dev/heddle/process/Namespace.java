package dev.heddle.process;

import java.util.ArrayList;
import java.util.List;

/** A network of a process's own, which holds nothing but a loopback. Needs root. */
final class Namespace {
  private Namespace() {}

  /** The words before a command that give it such a network, changed by {@code setup} first. */
  static List<String> of(String setup, List<String> prefix) {
    List<String> words = new ArrayList<>(List.of("unshare", "--net", "sh", "-c"));
    words.add("ip link set lo up && " + setup + " && exec \"$@\"");
    words.add("sh");
    words.addAll(prefix);
    return words;
  }

  /** As {@link #of}, with mounts of its own as well. */
  static List<String> withMounts(String setup) {
    List<String> words = new ArrayList<>(of(setup, List.of()));
    words.add(1, "--mount");
    return words;
  }

  /** The words before a command that run it in the network of the process {@code pid}. */
  static List<String> enter(long pid) {
    return List.of("nsenter", "--target", String.valueOf(pid), "--net");
  }
}
