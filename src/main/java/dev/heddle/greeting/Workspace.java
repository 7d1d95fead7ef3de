package dev.heddle.greeting;

/**
 * Arrays for conversations that take turns on one thread: each works in them between two waits, and
 * one that waits holds none. So what a waiting connection holds shrinks, and what the thread works
 * in stays in the processor's cache. Confined to that thread.
 */
public final class Workspace {
  private static final int SIZE = 1 << 15;

  final byte[] input = new byte[SIZE];
  final byte[] output = new byte[SIZE];
}
