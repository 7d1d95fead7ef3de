package dev.heddle.observe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The scopes and executors of this process, and their threads: who owns whom, and where each waits;
 * immutable. Threads of a container that wait at the same place stand together.
 *
 * <p>It is bounded, however many threads there are: {@value #MOST_GROUPS} groups, the largest
 * first, {@value #MOST_CONTAINERS} containers, {@value #MOST_FRAMES} frames of a stack, {@value
 * #MOST_NAMES} names of a group, {@value #LONGEST} characters of each text. What is left out is
 * counted.
 *
 * @param takenAt when the threads were looked at, by the wall clock; it may be a minute ago
 * @param nextAt until when all who ask get this look
 * @param cost how long that took
 * @param query what was searched for; empty: everything
 * @param threads how many there are in all
 * @param virtualThreads how many of those are virtual
 * @param matching how many match the query
 * @param hiddenContainers how many containers are left out
 * @param containers the root, or none if nothing matches
 */
public record ThreadTree(
    Instant takenAt,
    Instant nextAt,
    Duration cost,
    String query,
    long threads,
    long virtualThreads,
    long matching,
    long hiddenContainers,
    List<Container> containers) {
  /** The most groups in all containers together. */
  public static final int MOST_GROUPS = 150;

  /** The most containers. */
  public static final int MOST_CONTAINERS = 300;

  /** The most frames of a stack, innermost first. */
  public static final int MOST_FRAMES = 24;

  /** The most names of a group's threads. */
  public static final int MOST_NAMES = 5;

  /** The most characters of a text. */
  public static final int LONGEST = 150;

  public ThreadTree {
    containers = List.copyOf(containers);
  }

  /** What a container is. */
  public enum Kind {
    /** Where the threads are that belong to none. */
    ROOT,
    /** A structured scope: it has an owner, and its threads end before that goes on. */
    SCOPE,
    /** An executor: it is open until it is shut down. */
    EXECUTOR
  }

  /**
   * A scope or an executor.
   *
   * @param id as the JDK calls it; unique, and another one in the next run
   * @param name for people: a scope's own name, or what an executor's threads are called
   * @param owner name of the thread that opened it, where it has one
   * @param threads how many it has, without those of its children
   * @param matching how many of those match the query
   * @param groups its threads, the largest groups first
   * @param hiddenGroups how many groups are left out
   * @param hiddenThreads how many threads are in those
   * @param children opened by its threads, or within it
   */
  public record Container(
      String id,
      String name,
      Kind kind,
      Optional<String> owner,
      long threads,
      long matching,
      List<Group> groups,
      long hiddenGroups,
      long hiddenThreads,
      List<Container> children) {
    public Container {
      groups = List.copyOf(groups);
      children = List.copyOf(children);
    }
  }

  /**
   * Threads of one container that are at the same place.
   *
   * @param count how many
   * @param names of some of them
   * @param isVirtual whether they are virtual ones
   * @param state their {@link Thread.State}
   * @param waitsFor class of what they are parked for; of monitors it is not told
   * @param at where they are, for people: the innermost frame that is not the JDK's, or else the
   *     innermost; empty if there is none
   * @param stack innermost first
   * @param hiddenFrames how many of its outer frames are left out
   */
  public record Group(
      long count,
      List<String> names,
      boolean isVirtual,
      String state,
      Optional<String> waitsFor,
      String at,
      List<String> stack,
      int hiddenFrames) {
    public Group {
      names = List.copyOf(names);
      stack = List.copyOf(stack);
    }
  }

  /**
   * As JSON of the schema {@code heddle-threads/1}; less than a megabyte, and safe within HTML.
   *
   * <pre>
   * {"schema", "takenAt", "nextAt", "seconds", "query", "threads", "virtualThreads", "matching",
   *  "hiddenContainers", "containers": [
   *    {"id", "name", "kind": "root" | "scope" | "executor", "owner", "threads", "matching",
   *     "groups": [{"count", "names": [], "virtual", "state", "waitsFor", "at",
   *                 "stack": [], "hiddenFrames"}],
   *     "hiddenGroups", "hiddenThreads", "containers": [...]}]}
   * </pre>
   *
   * <p>{@code owner} and {@code waitsFor} are null where there is none.
   */
  public String toJson() {
    return ThreadTreeJson.of(this);
  }
}
