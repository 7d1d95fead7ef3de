package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(10)
class HeddleTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void run_help_printsUsageAndIsDone() {
    int code = run("--help");

    assertEquals(0, code);
    assertTrue(out.toString(UTF_8).startsWith("Usage: heddle"), out.toString(UTF_8));
  }

  @Test
  void run_version_namesVersionAndJava() {
    int code = run("--version");

    assertEquals(0, code);
    assertTrue(
        out.toString(UTF_8).matches("heddle \\d+\\.\\d+\\.\\d+ \\(Java .+\\)\\R"),
        out.toString(UTF_8));
  }

  @Test
  void run_unknownCommand_namesItAndHintsInTwoLines() {
    int code = run("swerve");

    assertEquals(2, code);
    assertEquals(
        """
        heddle: 'swerve' is not a command: there are serve, greet, fetch, load, loadtest, compare
        Try 'heddle --help'.
        """,
        err.toString(UTF_8));
  }

  @Test
  void run_noCommand_hintsAndIsUsageError() {
    int code = run();

    assertEquals(2, code);
    assertEquals("heddle: Missing command\nTry 'heddle --help'.\n", err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "fetch --threads foo http://h/|'--threads': 'foo' is none of virtual, platform",
        "fetch --threads virtual:jdk http://h/|'--threads': 'virtual:jdk' is none of virtual, platform",
        "serve --framing foo|'--framing': 'foo' is none of auto, line",
        "load --arrivals foo tcp://h:1|'--arrivals': 'foo' is none of poisson, constant"
      })
  void run_optionThatIsNoneOfItsWords_namesThemInLowerCase(String line, String said) {
    int code = run(line.split(" "));

    assertEquals(2, code);
    assertTrue(err.toString(UTF_8).contains(said), err.toString(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"loadtest, true", "load, false", "fetch, false"})
  void help_namesTheJdksScheduler_whereItIsAChoice(String command, boolean isAChoice) {
    int code = run(command, "--help");

    assertEquals(0, code);
    assertEquals(isAChoice, out.toString(UTF_8).contains("virtual:jdk"), out.toString(UTF_8));
  }

  private int run(String... args) {
    return Heddle.run(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), args);
  }
}
