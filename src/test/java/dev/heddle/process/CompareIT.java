package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.JmhEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code heddle compare} as people and build servers call it. */
@Tag("once")
@Timeout(60)
final class CompareIT {
  private static final JmhEntry FAST =
      JmhEntry.of("x.Q.poll", 99, 100, 101).mode("thrpt", "ops/s").param("threads", "virtual");
  private static final JmhEntry SLOW =
      JmhEntry.of("x.Q.poll", 89, 90, 91).mode("thrpt", "ops/s").param("threads", "virtual");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"thrpt, ops/s, 1, 0", "avgt, us/op, 0, 1", "sample, us/op, 0, 1", "ss, ms/op, 0, 1"})
  void fallenScore_withFailOnRegression_failsByItsMode(
      String mode, String unit, int fallen, int risen) throws Exception {
    String high = write("high.json", FAST.mode(mode, unit));
    String low = write("low.json", SLOW.mode(mode, unit));

    assertEquals(fallen, compare(high, low, "--fail-on-regression").code());
    assertEquals(risen, compare(low, high, "--fail-on-regression").code());
    assertEquals(0, compare(high, low).code());
    assertEquals(0, compare(low, high).code());
  }

  @Test
  void reports_areATableOnStandardOutput() throws Exception {
    Outcome outcome = compare(write("a.json", FAST), write("b.json", SLOW));

    assertEquals(List.of(), outcome.err());
    assertTrue(outcome.out().get(4).startsWith("worse    0.900  ["), outcome::toString);
    assertTrue(outcome.out().get(4).contains(" Q.poll [threads=virtual] thrpt"), outcome::toString);
  }

  @Test
  void by_parameter_comparesWithinOneReport() throws Exception {
    String both = write("both.json", FAST, SLOW.param("threads", "platform"));

    Outcome outcome = compare("--by", "threads", both);
    Outcome named = compare("--by", "threads=platform", "--markdown", both);

    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(
        outcome.out().get(4).contains("Q.poll thrpt, threads platform / virtual"),
        outcome::toString);
    assertTrue(named.out().get(4).startsWith("| better | 1.111 |"), named::toString);
  }

  @Test
  void html_isWrittenBesideTheOutput() throws Exception {
    Path page = folder.resolve("page.html");

    Outcome outcome =
        compare(write("a.json", FAST), write("b.json", SLOW), "--json", "--html", page.toString());

    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(outcome.out().contains("  \"schema\": \"heddle-compare/1\","), outcome::toString);
    assertTrue(Files.readString(page).contains("</html>"));
  }

  @Test
  void html_thatCannotBeWritten_isOneLine() throws Exception {
    String page = folder.resolve("no/page.html").toString();

    Outcome outcome = compare(write("a.json", FAST), write("b.json", SLOW), "--html", page);

    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(1, outcome.err().size(), outcome::toString);
    assertTrue(outcome.err().getFirst().contains(page), outcome::toString);
  }

  @Test
  void loadReports_areCompared() throws Exception {
    String form =
        """
        {"schema": "heddle-load/1", "target": "tcp://127.0.0.1:%d", "conditions": {},
         "rounds": [{"rate": %3$d, "latency": {"p99": 50}}, {"rate": %2$d, "latency": {"p99": 51}}]}
        """;
    String base = write("a.json", form.formatted(9999, 100_000, 101_000));
    String fresh = write("b.json", form.formatted(8888, 200_000, 201_000));

    Outcome outcome = compare(base, fresh);

    assertEquals(0, outcome.code(), outcome::toString);
    assertTrue(outcome.out().get(4).matches("better +1\\.99.* load tcp"), outcome::toString);
    assertTrue(
        outcome
            .out()
            .contains("other conditions: target tcp://127.0.0.1:9999 -> tcp://127.0.0.1:8888"),
        outcome::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                | is empty
          [                                 | breaks off in the middle
          [{"benchmark": "x.Q.poll", "mo    | breaks off in the middle
          {"context": {}, "benchmarks": []} | is JSON, but not a report
          []                                | holds no results
          Benchmark Mode Cnt Score          | is not JSON
          [{"benchmark": "x.Q.other", "mode": "avgt", "primaryMetric": {"score": 1, "scoreUnit": "s/op"}}] | no benchmark in common
          """)
  void brokenReport_onEitherSide_isOneLineAndExitsTwo(String content, String said)
      throws Exception {
    String good = write("good.json", FAST);
    String bad = write("bad.json", content);

    for (Outcome outcome : List.of(compare(good, bad), compare(bad, good))) {
      assertEquals(2, outcome.code(), outcome::toString);
      assertEquals(List.of(), outcome.out());
      assertEquals(1, outcome.err().size(), outcome::toString);
      String line = outcome.err().getFirst();
      assertTrue(line.startsWith("heddle compare: '"), line);
      assertTrue(line.contains(said) && line.contains("bad.json"), line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a.json                            | it takes two reports, the earlier and the later, not 1
          a.json b.json c.json              | it takes two reports, the earlier and the later, not 3
          --by n a.json b.json              | --by compares the variants in one report
          a.json b.json --threshold 5       | '5' is not a percentage
          a.json b.json --threshold 0%      | --threshold: the threshold is above 0 %
          a.json b.json --threshold -5%     | is not a percentage
          a.json b.json --json --markdown   | exclude each other
          a.json b.json --nonsense          | Unknown option
          """)
  void wrongCommandLine_isExplained(String args, String said) throws Exception {
    Outcome outcome = compare(args.split(" "));

    assertEquals(2, outcome.code(), outcome::toString);
    assertTrue(outcome.err().getFirst().contains(said), outcome::toString);
    assertFalse(outcome.err().toString().contains("Exception"), outcome::toString);
  }

  private String write(String name, JmhEntry... entries) throws IOException {
    return write(name, JmhEntry.report(entries));
  }

  private String write(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static Outcome compare(String... args) throws Exception {
    List<String> all = new ArrayList<>(List.of("compare"));
    all.addAll(List.of(args));
    return Command.run(HeddleProcess.command(List.of(), List.of(), all.toArray(String[]::new)));
  }
}
