package dev.heddle.compare.show;

import dev.heddle.compare.Comparison;
import dev.heddle.compare.Row;
import dev.heddle.compare.Rules;
import dev.heddle.compare.Verdict;
import dev.heddle.page.Html;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** A comparison to look at: one page that needs no network and no script. */
public final class HtmlReport {
  private static final String STYLE = "page.css";

  /** Whatever stands in a report, the page asks nobody for anything. */
  private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private final Html html = new Html();
  private final Comparison comparison;
  private final Labels labels;

  private HtmlReport(Comparison comparison) {
    this.comparison = comparison;
    this.labels = new Labels(comparison);
  }

  /** The page, to be written as UTF-8. */
  public static String of(Comparison comparison) {
    return new HtmlReport(comparison).page();
  }

  private String page() {
    html.open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Benchmarks compared: " + Words.counts(comparison));
    html.style(style()).close("head").open("body").open("main");
    head();
    plot("Scores", comparison.scores());
    plot("Other figures", comparison.others());
    notes();
    html.close("main").close("body").close("html");
    return html.toString();
  }

  private void head() {
    html.element("h1", "Benchmarks compared");
    html.open("dl");
    html.element("dt", "base").element("dd", Labels.plain(comparison.base()));
    html.element("dt", "new").element("dd", Labels.plain(comparison.fresh()));
    html.close("dl").open("p", "class", "counts");
    for (Verdict verdict : Verdict.values()) {
      html.element(
          "span",
          comparison.count(verdict) + " " + verdict.text(),
          "class",
          "badge " + kind(verdict));
    }
    html.close("p");
    html.element(
        "p",
        "Dot: ratio of the geometric means, turned so that right is better. Line: its "
            + Figures.percent(Rules.CONFIDENCE)
            + " interval. Band: the threshold, "
            + Figures.percent(comparison.rules().threshold())
            + ". p: by Welch's t test of fork means, corrected by Benjamini and Hochberg.",
        "class",
        "legend");
  }

  private void plot(String title, List<Row> rows) {
    if (rows.isEmpty()) {
      return;
    }
    double threshold = comparison.rules().threshold();
    ForestPlot plot = new ForestPlot(html, Scale.of(rows, threshold), threshold);
    html.element("h2", title).open("section").open("div", "class", "row axes");
    html.open("span").close("span");
    plot.axis();
    html.open("span").close("span").close("div");
    for (Row row : rows) {
      html.open("div", "class", "row " + kind(row.verdict()));
      html.open("div", "class", "name");
      html.element("span", row.verdict().text(), "class", "badge " + kind(row.verdict()));
      html.element("span", labels.of(row)).close("div");
      plot.row(row, words(row));
      html.open("div", "class", "figures");
      html.element("span", words(row)).element("span", values(row), "class", "values");
      if (!row.note().isEmpty()) {
        html.element("span", row.note(), "class", "note");
      }
      html.close("div").close("div");
    }
    html.close("section");
  }

  private void notes() {
    List<String> lines = Words.summary(comparison, labels);
    html.element("h2", "Summary").open("ul");
    lines.forEach(line -> html.element("li", line));
    html.close("ul");
  }

  private static String words(Row row) {
    return Figures.ratio(row.ratio())
        + row.interval().map(interval -> " " + Figures.interval(interval)).orElse("")
        + (row.adjusted().isPresent() ? ", p " + Figures.p(row.adjusted()) : "");
  }

  private static String values(Row row) {
    return "%s \u2192 %s %s"
        .formatted(
            Figures.score(row.base().mean()),
            Figures.score(row.fresh().mean()),
            Labels.plain(row.base().unit().name()));
  }

  private static String kind(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String style() {
    try (InputStream css = HtmlReport.class.getResourceAsStream(STYLE)) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
