package dev.heddle.testing;

import dev.heddle.Main;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Heddle as it is, in a process where a virtual thread called {@code pinner} pins its carrier twice
 * a second. Started by {@link HeddleProcess#startCommand} with {@link #command}.
 */
public final class PinningMain {
  private static final long PAUSE_NANOS = 450_000_000;

  private PinningMain() {}

  public static void main(String[] args) {
    Thread.ofVirtual()
        .name("pinner")
        .start(
            () -> {
              while (true) {
                Pinner.pin();
                LockSupport.parkNanos(PAUSE_NANOS);
              }
            });
    Main.main(args);
  }

  /** The words that start it, with heddle.jar and these classes; for *IT alone. */
  public static List<String> command(String... args) {
    String classes =
        Path.of(PinningMain.class.getProtectionDomain().getCodeSource().getLocation().getPath())
            .toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-preview");
    command.add("-cp");
    command.add(System.getProperty("heddle.jar") + System.getProperty("path.separator") + classes);
    command.add(PinningMain.class.getName());
    command.addAll(List.of(args));
    return command;
  }
}
