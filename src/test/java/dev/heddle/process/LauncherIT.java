package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.HeddleProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code scripts/heddle} becomes the server: its process and its signals are the server's own. */
@Timeout(60)
final class LauncherIT {
  @TempDir static Path prepared;

  @BeforeAll
  static void prepare() throws IOException {
    install(prepared);
  }

  /** A copy of the scripts beside the jar under test, so that nothing is built here. */
  private static void install(Path folder) throws IOException {
    Path home = Files.createDirectories(folder.resolve("a home"));
    Files.createDirectories(home.resolve("scripts/lib"));
    for (String name :
        List.of("scripts/heddle", "scripts/lib/jdk.sh", "scripts/lib/group.sh", "pom.xml")) {
      Files.copy(Path.of(name), home.resolve(name));
    }
    Files.createDirectories(home.resolve(".mvn"));
    Files.createDirectories(home.resolve("src/main"));
    Files.createDirectories(home.resolve("target"));
    Files.copy(Path.of(System.getProperty("heddle.jar")), home.resolve("target/heddle.jar"));
  }

  @Test
  void script_fromAnotherFolder_becomesJavaAndStopsGracefully() throws Exception {
    assertBecomesServer("exec \"$1/a home/scripts/heddle\"");
  }

  @Test
  void script_relativeFromItsOwnFolder_becomesJavaAndStopsGracefully() throws Exception {
    assertBecomesServer("cd \"$1/a home/scripts\" && exec ./heddle");
  }

  @Test
  void script_throughTwoSymlinks_becomesJavaAndStopsGracefully() throws Exception {
    Path bin = Files.createDirectories(prepared.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), Path.of("../a home/scripts/heddle"));
    Files.createSymbolicLink(bin.resolve("second"), bin.resolve("first"));

    assertBecomesServer("exec \"$1/bin/second\"");
  }

  @Test
  void copy_withoutHiddenFiles_isNotBuiltAnewEachTime(@TempDir Path folder) throws Exception {
    install(folder);
    Files.delete(folder.resolve("a home/.mvn"));
    String shell = "HEDDLE_JAVA_HOME=$2 exec \"$1/a home/scripts/heddle\" --version";
    try (HeddleProcess version = run(shell, folder)) {
      assertEquals(0, version.awaitExit(), version.err());
      assertFalse(version.err().contains("building"), version.err());
    }
  }

  @Test
  void collector_ofTheUsers_standsWhereTheScriptHasAChoiceToo() throws Exception {
    String shell =
        "HEDDLE_JAVA_HOME=$2 HEDDLE_JAVA_OPTS='-XX:+UseParallelGC -Xlog:gc' exec"
            + " \"$1/a home/scripts/heddle\" greet --help";
    try (HeddleProcess greet = run(shell, prepared)) {
      assertEquals(0, greet.awaitExit(), greet.err());
      assertTrue(String.join("\n", greet.readRest()).contains("Using Parallel"));
    }
  }

  /** What every JVM of the user's takes is not for those that prepare. */
  @Test
  void collector_ofEveryJvm_isNotThatOfThePreparation(@TempDir Path folder) throws Exception {
    install(folder);
    String shell =
        "HEDDLE_JAVA_HOME=$2 JAVA_TOOL_OPTIONS=-XX:+UseSerialGC exec \"$1/a home/scripts/heddle\" --version";
    try (HeddleProcess version = run(shell, folder)) {
      assertEquals(0, version.awaitExit(), version.err());
    }
    try (Stream<Path> made = Files.list(folder.resolve("a home/target"))) {
      assertEquals(1, made.filter(file -> file.toString().endsWith(".jsa")).count());
    }
  }

  /** Java takes no archive of classes beside another choice of the user's. */
  @ParameterizedTest
  @ValueSource(strings = {"serve", "greet", "fetch"})
  void archive_refusedByTheUser_isNotNamedByTheScriptEither(String command) throws Exception {
    String shell =
        "HEDDLE_JAVA_HOME=$2 HEDDLE_JAVA_OPTS=-Xshare:off exec \"$1/a home/scripts/heddle\" %s --help"
            .formatted(command);
    try (HeddleProcess help = run(shell, prepared)) {
      assertEquals(0, help.awaitExit(), help.err());
      assertTrue(help.readRest().getFirst().startsWith("Usage: heddle " + command));
    }
  }

  /** {@code timeout} sends the signal to the group, as a terminal does. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
  void signal_whileItPreparesQuickStarts_endsItAndLeavesNothing(
      String signal, int exit, @TempDir Path folder) throws Exception {
    install(folder);
    String shell =
        "HEDDLE_JAVA_HOME=$2 exec timeout --preserve-status -s %s 1.2 \"$1/a home/scripts/heddle\" --version"
            .formatted(signal);
    try (HeddleProcess version = run(shell, folder)) {
      assertEquals(exit, version.awaitExit(), version.err());
      assertEquals(List.of(), version.readRest());
    }
    try (Stream<Path> left = Files.list(folder.resolve("a home/target"))) {
      assertEquals(List.of("heddle.jar"), left.map(file -> file.getFileName().toString()).toList());
    }
  }

  /** A shell's command, whose $1 is the folder and $2 the JDK. */
  private static HeddleProcess run(String shell, Path folder) throws Exception {
    return HeddleProcess.startCommand(
        List.of("sh", "-c", shell, "sh", folder.toString(), System.getProperty("java.home")));
  }

  private void assertBecomesServer(String script) throws Exception {
    String shell =
        "cd / && HEDDLE_JAVA_HOME=$2 && export HEDDLE_JAVA_HOME && "
            + script
            + " serve --port 0 --no-udp --no-http";
    try (HeddleProcess server = run(shell, prepared)) {
      server.readTcpAddress();

      ProcessHandle.Info running = server.process().info();
      String java = running.command().orElseThrow();
      String archive = running.arguments().orElseThrow()[1];
      server.terminate();

      assertTrue(java.endsWith("/bin/java"), java);
      assertTrue(
          archive.endsWith(Runtime.version().feature() < 25 ? ".jsa" : ".serve.aot"), archive);
      assertEquals(0, server.awaitExit());
      assertTrue(server.errLines().getLast().contains("stopped gracefully"), server.err());
    }
  }
}
