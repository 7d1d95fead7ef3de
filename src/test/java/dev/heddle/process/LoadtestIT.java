package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Browser;
import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/loadtest.sh} from its start to whatever end, of which no process is left. */
@Tag("once")
@Timeout(120)
final class LoadtestIT {
  private static final List<String> BRIEF =
      List.of("-c5", "--rounds=1", "-d150ms", "--warmup=50ms", "--pool=4", "--conversation=3");

  @TempDir Path folder;

  /** A copy of the scripts beside the jar under test, so that nothing is built here. */
  @BeforeEach
  void install() throws IOException {
    Files.createDirectories(folder.resolve("scripts/lib"));
    for (String name :
        List.of("scripts/loadtest.sh", "scripts/lib/jdk.sh", "scripts/lib/group.sh", "pom.xml")) {
      Files.copy(Path.of(name), folder.resolve(name));
    }
    Files.createDirectories(folder.resolve(".mvn"));
    Files.createDirectories(folder.resolve("src/main"));
    Files.createDirectories(folder.resolve("target"));
    Files.copy(Path.of(System.getProperty("heddle.jar")), folder.resolve("target/heddle.jar"));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Probe.await("no process is left", () -> running().isEmpty());
  }

  @Test
  @Tag("tools")
  void run_isATableAPageAndJson() throws Exception {
    try (HeddleProcess run = start(BRIEF)) {
      List<String> table = run.readRest();

      assertEquals(0, run.awaitExit(), () -> table.toString());
      assertTrue(
          table.contains("5 connections, short conversations of 3 greetings"), table::toString);
      assertEquals(3, table.stream().filter(line -> line.startsWith("virtual ")).count());
      assertEquals(7, table.stream().filter(line -> line.startsWith("  by virtual ")).count());
      assertEquals(3, table.stream().filter(line -> line.startsWith("virtual:jdk ")).count());
      assertEquals(3, table.stream().filter(LoadtestIT::isOfTheJdksScheduler).count());
      assertTrue(Files.exists(report().resolve("report.json")));
      try (Browser browser = Browser.open()) {
        browser.go(report().resolve("report.html").toUri().toString());

        assertEquals(6, browser.drawnCanvases());
        assertEquals(List.of(), browser.console());
        assertEquals(1, browser.requests().size(), browser.requests()::toString);
      }
      for (String kind : List.of("platform", "virtual-jdk")) {
        Outcome compared = compare("short-5-virtual", "short-5-" + kind);
        String said = "other conditions: server virtual -> " + kind.replace('-', ':');
        assertTrue(compared.out().contains(said), compared::toString);
      }
    }
  }

  private static boolean isOfTheJdksScheduler(String line) {
    return line.contains(": virtual threads on the JDK's scheduler do ")
        || line.contains(": the p99 of virtual threads on the JDK's ");
  }

  @Test
  void quickRun_leavesTheJdksSchedulerOut() throws Exception {
    List<String> args = new ArrayList<>(BRIEF);
    args.add("--quick");
    try (HeddleProcess run = start(args)) {
      List<String> table = run.readRest();

      assertEquals(0, run.awaitExit(), table::toString);
      assertEquals(3, table.stream().filter(line -> line.startsWith("virtual ")).count());
      assertFalse(table.toString().contains("JDK's scheduler"), table::toString);
      assertFalse(run.err().contains("virtual:jdk"), run.err());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "INT, 'round 1, 1 of', 130",
    "INT, 'round 1, 3 of', 130",
    "TERM, 'round 1, 2 of', 143"
  })
  void signal_atAnyMoment_isASummaryAndItsCode(String signal, String moment, int code)
      throws Exception {
    try (HeddleProcess run = start(List.of("-c5", "-d400ms", "--warmup=100ms"))) {
      Probe.await(moment, () -> run.err().contains(moment));

      Command.signal(run.pid(), signal);

      List<String> summary = run.readRest();
      assertEquals(code, run.awaitExit(), run.err());
      assertEquals(List.of(), running());
      boolean hasSome = !moment.contains("1 of");
      assertEquals(hasSome, summary.getLast().startsWith("The page is "), summary::toString);
      assertTrue(hasSome || summary.getLast().equals("Nothing was measured."), summary::toString);
    }
  }

  @Test
  void driverThatIsKilled_takesItsProcessesAlong() throws Exception {
    try (HeddleProcess run = start(List.of("-c5", "-d60s"))) {
      Probe.await("server and generator", () -> running().size() == 3);

      Command.signal(run.pid(), "KILL");

      Probe.await("no process is left", () -> running().isEmpty());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "serve, 'exit 3', heddle serve ended by itself: no way",
    "load, 'kill -9 $$', heddle load ended with 137"
  })
  void processThatDies_isAFailureOfItsRowsAlone(String dying, String how, String said)
      throws Exception {
    Path home = folder.resolve("jdk");
    Files.createDirectories(home.resolve("bin"));
    Path real = Path.of(System.getProperty("java.home"));
    Files.copy(real.resolve("release"), home.resolve("release"));
    Path java = home.resolve("bin/java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case "$*" in *" %s "*platform*|*" %1$s "*conversation*) echo no way >&2; %s ;; esac
        exec '%s/bin/java' "$@"
        """
            .formatted(dying, how, real));
    assertTrue(java.toFile().setExecutable(true));
    List<String> args = new ArrayList<>(BRIEF);
    args.add("--quick");
    args.add("--output=" + folder.resolve("out"));
    args.add("--java=" + home + "=" + folder.resolve("target/heddle.jar"));

    try (HeddleProcess run = direct(args)) {
      List<String> table = run.readRest();

      assertEquals(1, run.awaitExit(), table::toString);
      assertTrue(table.stream().anyMatch(line -> line.contains(said)), table::toString);
      assertTrue(table.stream().anyMatch(line -> line.startsWith("virtual  ")), table::toString);
    }
  }

  @Test
  @Tag("tools")
  void fewOpenFiles_areRespectedAndSaid() throws Exception {
    List<String> command =
        HeddleProcess.command(
            List.of("prlimit", "-n400"), List.of(), "loadtest", "--output=" + folder, "-c300");

    Outcome outcome = Command.run(command);

    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(1, outcome.err().size(), outcome::toString);
    assertTrue(
        outcome.err().getFirst().contains("300 connections are left out"), outcome::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "--connections=0, --connections 0 is not allowed",
    "--rounds=0, --rounds 0 is not allowed",
    "-o out --rounds=0, --rounds 0 is not allowed",
    "--java=/nowhere=/nowhere/heddle.jar, no bin/java in '/nowhere'",
    "--jdk=17, '--jdk takes some of 21,25, not ''17'''"
  })
  void wrongCommandLine_isExplained(String option, String said) throws Exception {
    Outcome outcome = Command.run(script(List.of(option.split(" "))));

    assertEquals(2, outcome.code(), outcome::toString);
    assertTrue(outcome.err().getFirst().contains(said), outcome::toString);
    assertFalse(outcome.err().toString().contains("Exception"), outcome::toString);
  }

  private HeddleProcess start(List<String> args) throws IOException {
    return HeddleProcess.startCommand(script(args));
  }

  private List<String> script(List<String> args) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "HEDDLE_JAVA_HOME=" + System.getProperty("java.home")));
    command.add(folder.resolve("scripts/loadtest.sh").toString());
    command.addAll(args);
    return command;
  }

  private static HeddleProcess direct(List<String> args) throws IOException {
    List<String> all = new ArrayList<>(List.of("loadtest"));
    all.addAll(args);
    return HeddleProcess.start(all.toArray(String[]::new));
  }

  /** The one run's folder. */
  private Path report() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("target/loadtest"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private Outcome compare(String base, String other) throws Exception {
    Outcome compared =
        Command.run(
            HeddleProcess.command(List.of(), List.of(), "compare", loads(base), loads(other)));
    assertEquals(0, compared.code(), compared::toString);
    return compared;
  }

  private String loads(String cell) throws IOException {
    String release = String.valueOf(Runtime.version().feature());
    return report().resolve(cell + "-" + release + ".json").toString();
  }

  /** The command lines of what runs the jar that only this test has. */
  private List<String> running() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .filter(line -> line.contains(folder + "/target/heddle.jar"))
        .toList();
  }
}
