package dev.heddle.cli;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Matching;
import dev.heddle.compare.Rules;
import dev.heddle.compare.report.ReportException;
import dev.heddle.compare.report.ReportFile;
import dev.heddle.compare.show.HtmlReport;
import dev.heddle.compare.show.JsonReport;
import dev.heddle.compare.show.MarkdownReport;
import dev.heddle.compare.show.TextReport;
import dev.heddle.fetch.files.FileReasons;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code heddle compare}: tells what has become of benchmarks. */
@Command(
    name = "compare",
    description = {
      "Compares two reports of benchmarks, or the variants in one: JSON of JMH or of heddle load, or a folder of such, which count as one report.",
      "Exit codes: 0 done; 1 something is worse, with --fail-on-regression; 2 usage, or a report that cannot be read."
    },
    customSynopsis = {
      "heddle compare [OPTIONS] BASE NEW",
      "       heddle compare [OPTIONS] --by PARAM[=VALUE] REPORT"
    },
    sortOptions = false)
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "REPORT",
      arity = "1..2",
      description = "The earlier report and the later; or, with --by, the only one.")
  private List<Path> reports;

  @Option(
      names = "--by",
      paramLabel = "PARAM[=VALUE]",
      description =
          "Set the variants in one report beside each other: those of a parameter, or of threads. The others are measured by VALUE, or by the first.")
  private @Nullable String by;

  @Option(
      names = "--threshold",
      paramLabel = "SHARE",
      defaultValue = "5%",
      converter = PercentConverter.class,
      description = "The least change that matters. Default: ${DEFAULT-VALUE}.")
  private double threshold;

  @Option(
      names = "--fail-on-regression",
      description = "Exit code 1 if a score or another figure is worse.")
  private boolean failOnRegression;

  @Option(names = "--markdown", description = "Print a table to paste instead.")
  private boolean markdown;

  @Option(names = "--json", description = "Print one JSON object instead.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Draw it too: a page that needs no network.")
  private @Nullable Path html;

  @Override
  public Integer call() {
    checkCombinations();
    Rules rules = rules();
    Fatal.endOnOutOfMemory("name smaller reports");
    PrintWriter err = spec.commandLine().getErr();
    try {
      Comparison comparison = Comparison.of(matching(), rules);
      spec.commandLine().getOut().print(text(comparison));
      spec.commandLine().getOut().flush();
      if (html != null) {
        Files.writeString(html, HtmlReport.of(comparison));
      }
      return (failOnRegression && comparison.hasRegression() ? ExitCode.FAILURE : ExitCode.DONE)
          .number();
    } catch (ReportException | IllegalArgumentException e) {
      err.println("heddle compare: " + Heddle.oneLine(String.valueOf(e.getMessage())));
      return ExitCode.USAGE.number();
    } catch (IOException e) {
      err.println("heddle compare: cannot write '%s': %s".formatted(html, FileReasons.of(e)));
      return ExitCode.ENVIRONMENT.number();
    }
  }

  private void checkCombinations() {
    if (by == null && reports.size() != 2) {
      throw wrong(
          "it takes two reports, the earlier and the later, not %d; or one, and a parameter with --by"
              .formatted(reports.size()));
    }
    if (by != null && reports.size() != 1) {
      throw wrong("--by compares the variants in one report: name one alone");
    }
    if (markdown && json) {
      throw wrong("--markdown and --json exclude each other: choose what to print");
    }
  }

  private Rules rules() {
    try {
      return new Rules(threshold);
    } catch (IllegalArgumentException e) {
      throw wrong("--threshold: " + e.getMessage());
    }
  }

  private Matching matching() throws ReportException {
    if (by == null) {
      return Matching.of(ReportFile.read(reports.getFirst()), ReportFile.read(reports.getLast()));
    }
    int equals = by.indexOf('=');
    return Matching.by(
        ReportFile.read(reports.getFirst()),
        equals < 0 ? by : by.substring(0, equals),
        equals < 0 ? Optional.empty() : Optional.of(by.substring(equals + 1)));
  }

  private String text(Comparison comparison) {
    return json
        ? JsonReport.of(comparison)
        : markdown ? MarkdownReport.of(comparison) : TextReport.of(comparison);
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
