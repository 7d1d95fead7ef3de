package dev.heddle.loadtest.show;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.Measure;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.Spread;
import dev.heddle.page.Html;
import dev.heddle.page.Resource;
import dev.heddle.page.UPlot;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The results to look at: one page that needs no network, with a table beside every chart. */
public final class HtmlReport {
  /** Whatever stands in the results, the page asks nobody for anything. */
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

  private final Html html = new Html();
  private final Results results;
  private final List<String> lacks;
  private final Words words;
  private final JsonArray drawings = new JsonArray();

  private HtmlReport(Results results, List<String> lacks) {
    this.results = results;
    this.lacks = lacks;
    this.words = new Words(results);
  }

  /**
   * The page, to be written as UTF-8.
   *
   * @param lacks what could not be done, a sentence each
   */
  public static String of(Results results, List<String> lacks) {
    return new HtmlReport(results, lacks).page();
  }

  private String page() {
    html.open("html", "lang", "en").open("head");
    html.open("meta", "charset", "utf-8");
    html.open("meta", "http-equiv", "Content-Security-Policy", "content", POLICY);
    html.open("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
    html.open("meta", "name", "color-scheme", "content", "light dark");
    html.element("title", "Heddle: load test");
    html.style(UPlot.style());
    html.style(Resource.text(HtmlReport.class, "page.css")).close("head");
    html.open("body").open("main");
    head();
    html.open("div", "class", "charts");
    new Charts(results).all().forEach(this::chart);
    html.close("div");
    html.element("h2", "All figures");
    table();
    html.close("main").data("charts", new Gson().toJson(drawings));
    html.script(UPlot.script()).script(Resource.text(HtmlReport.class, "page.js"));
    html.close("body").close("html");
    return html.toString();
  }

  private void head() {
    html.element("h1", "Virtual or platform threads?");
    if (!results.isComplete()) {
      html.element("p", "Stopped before its end: this is what there was.", "class", "cut");
    }
    words.conditions().forEach(line -> html.element("p", line, "class", "quiet"));
    list("", words.answers(), "answers");
    list("To be known", words.doubts(), "quiet");
    list("What could not be done", lacks, "quiet");
  }

  private void list(String title, List<String> lines, String kind) {
    if (lines.isEmpty()) {
      return;
    }
    if (!title.isEmpty()) {
      html.element("h2", title);
    }
    html.open("ul", "class", kind);
    lines.forEach(line -> html.element("li", line));
    html.close("ul");
  }

  private void chart(Chart chart) {
    html.open("section").element("h2", chart.title());
    html.open("p", "class", "legend");
    for (Chart.Line line : chart.lines()) {
      String dashed = line.isDashed() ? " dashed" : "";
      html.open("span", "class", "name " + line.kind());
      html.open("span", "class", "key" + dashed).close("span").text(line.name()).close("span");
    }
    html.close("p");
    html.open("div", "class", "plot", "aria-hidden", "true").close("div");
    html.open("div", "class", "scroll").open("table");
    html.element("caption", chart.up() + " by " + chart.across() + ": median, lowest to highest");
    html.open("tr").element("td", "");
    chart.labels().forEach(label -> html.element("th", label, "scope", "col"));
    html.close("tr");
    for (Chart.Line line : chart.lines()) {
      html.open("tr").element("th", line.name(), "scope", "row");
      line.points().forEach(this::point);
      html.close("tr");
    }
    html.close("table").close("div").close("section");
    drawings.add(drawing(chart));
  }

  private void point(Optional<Spread> point) {
    html.open("td").text(point.map(each -> Figures.number(each.median())).orElse(Figures.NONE));
    point
        .filter(each -> each.count() > 1)
        .ifPresent(each -> html.element("small", Figures.range(each)));
    html.close("td");
  }

  private void table() {
    html.open("div", "class", "scroll").open("table", "class", "all");
    String block = "";
    for (Cell cell : results.plan().cells()) {
      String heading = words.block(cell.loop(), cell.connections());
      if (!heading.equals(block)) {
        html.open("tr").element("th", heading, "scope", "col", "class", "block");
        TextReport.COLUMNS.forEach(
            each -> html.element("th", Figures.heading(each), "scope", "col"));
        html.close("tr");
        block = heading;
      }
      rows(cell);
    }
    html.close("table").close("div");
  }

  private void rows(Cell cell) {
    html.open("tr").element("th", words.series(cell.series()), "scope", "row");
    for (Measure measure : TextReport.COLUMNS) {
      Optional<Spread> spread = results.figure(cell, measure);
      html.open("td").text(Figures.median(measure, spread));
      html.element("small", Figures.spread(spread)).close("td");
    }
    html.close("tr");
    ratios("by virtual", cell, results.plan().base(cell));
    String first = results.plan().jdks().getFirst().release();
    ratios("by JDK " + first, cell, results.plan().onFirstJdk(cell));
  }

  private void ratios(String name, Cell cell, Optional<Cell> base) {
    if (base.isEmpty()) {
      return;
    }
    html.open("tr", "class", "quiet").element("th", name, "scope", "row");
    TextReport.COLUMNS.forEach(
        each -> html.element("td", Figures.ratio(results.ratio(cell, base.get(), each))));
    html.close("tr");
  }

  private static JsonObject drawing(Chart chart) {
    JsonObject drawing = new JsonObject();
    drawing.addProperty("across", chart.across());
    drawing.addProperty("up", chart.up());
    drawing.addProperty("log", chart.isLog());
    drawing.add("labels", new Gson().toJsonTree(chart.labels()));
    JsonArray lines = new JsonArray();
    for (Chart.Line line : chart.lines()) {
      JsonObject object = new JsonObject();
      object.addProperty("kind", line.kind());
      object.addProperty("dashed", line.isDashed());
      object.add("median", numbers(line.points().stream().map(at -> at.map(Spread::median))));
      object.add("low", numbers(line.points().stream().map(at -> at.map(Spread::low))));
      object.add("high", numbers(line.points().stream().map(at -> at.map(Spread::high))));
      lines.add(object);
    }
    drawing.add("lines", lines);
    return drawing;
  }

  private static JsonArray numbers(Stream<Optional<Double>> values) {
    JsonArray array = new JsonArray();
    values.forEach(value -> value.ifPresentOrElse(array::add, () -> array.add(JsonNull.INSTANCE)));
    return array;
  }
}
