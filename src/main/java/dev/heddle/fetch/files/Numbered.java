package dev.heddle.fetch.files;

import java.io.IOException;

/** Finds the first name of {@code a.txt}, {@code a~2.txt}, {@code a~3.txt} that is free. */
final class Numbered {
  private static final int LONGEST_EXTENSION = 10;

  private Numbered() {}

  /** Whether a name may be taken. */
  @FunctionalInterface
  interface Test {
    boolean isFree(String name) throws IOException;
  }

  /**
   * The name for a file: the number stands before its extension.
   *
   * @throws IOException what {@code test} throws
   */
  static String file(String name, Test test) throws IOException {
    int dot = name.lastIndexOf('.');
    boolean hasExtension = dot > 0 && name.length() - dot <= LONGEST_EXTENSION;
    return hasExtension
        ? first(name.substring(0, dot), name.substring(dot), test)
        : first(name, "", test);
  }

  /**
   * The name for a directory: the number stands at its end.
   *
   * @throws IOException what {@code test} throws
   */
  static String directory(String name, Test test) throws IOException {
    return first(name, "", test);
  }

  /**
   * Doubles, then bisects: a site that has a name in a million spellings costs twenty looks at each
   * of them. Numbers that are not taken in turn may leave a gap, which does no harm.
   */
  private static String first(String stem, String extension, Test test) throws IOException {
    if (test.isFree(stem + extension)) {
      return stem + extension;
    }
    int taken = 1;
    int free = 2;
    while (!test.isFree(stem + "~" + free + extension)) {
      taken = free;
      free = Math.multiplyExact(free, 2);
    }
    while (free - taken > 1) {
      int middle = (taken + free) >>> 1;
      if (test.isFree(stem + "~" + middle + extension)) {
        free = middle;
      } else {
        taken = middle;
      }
    }
    return stem + "~" + free + extension;
  }
}
