package dev.heddle.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The open files of a process, where the system lists them under /proc. */
public final class OpenFiles {
  private OpenFiles() {}

  public static boolean areListed() {
    return Files.isDirectory(Path.of("/proc/self/fd"));
  }

  public static long count() throws IOException {
    return count(ProcessHandle.current().pid());
  }

  public static long count(long pid) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return files.count();
    }
  }
}
