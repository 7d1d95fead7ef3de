package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A set of names that differ in more than their case, as 64 bits each: a million take 16 MiB.
 *
 * <p>It may take a name for another one, which costs a suffix that was not needed; that a name was
 * added it never forgets. The bits hang on a random key, for sites choose the names: they can't
 * choose many that meet. For one thread at a time.
 */
final class Claims {
  private static final long FREE = 0;
  private static final SipHash HASH =
      new SipHash(ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());

  private long[] table = new long[1 << 6];
  private int size;

  boolean contains(String name) {
    return contains(hash(name));
  }

  void add(String name) {
    add(hash(name));
  }

  /** As {@link #contains(String)}, of the {@link #hash} of a name. */
  boolean contains(long hash) {
    return table[slot(table, hash)] == hash;
  }

  /** As {@link #add(String)}, of the {@link #hash} of a name. */
  void add(long hash) {
    int slot = slot(table, hash);
    if (table[slot] == hash) {
      return;
    }
    table[slot] = hash;
    size++;
    if (size > table.length / 4 * 3) {
      grow();
    }
  }

  /** How many bytes the names take. */
  long footprint() {
    return (long) table.length * Long.BYTES;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long hash : table) {
      if (hash != FREE) {
        larger[slot(larger, hash)] = hash;
      }
    }
    table = larger;
  }

  /** Where {@code hash} is, or would be. */
  private static int slot(long[] table, long hash) {
    int mask = table.length - 1;
    int slot = (int) hash & mask;
    while (table[slot] != FREE && table[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** The bits that stand for {@code name}, in any set: who asks several takes them once. */
  static long hash(String name) {
    long hash = HASH.of(name.toLowerCase(Locale.ROOT).getBytes(UTF_8));
    return hash == FREE ? 1 : hash;
  }
}
