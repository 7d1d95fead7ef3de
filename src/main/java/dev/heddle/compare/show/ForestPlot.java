package dev.heddle.compare.show;

import dev.heddle.compare.Interval;
import dev.heddle.compare.Row;
import dev.heddle.page.Html;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of a forest plot: the interval as a line, the ratio as a dot on it, the threshold as a band
 * behind. Places are shares of the width, so that it fits any.
 */
final class ForestPlot {
  private static final String MIDDLE = "14";

  private final Html html;
  private final Scale scale;
  private final double threshold;

  ForestPlot(Html html, Scale scale, double threshold) {
    this.html = html;
    this.scale = scale;
    this.threshold = threshold;
  }

  /** The axis with its words. */
  void axis() {
    html.open("svg", "class", "axis", "height", "34", "aria-hidden", "true");
    label(1, "1", "middle");
    for (double tick : scale.ticks()) {
      String factor = new BigDecimal(String.valueOf(tick)).stripTrailingZeros().toPlainString();
      label(tick, factor + "\u00D7", "middle");
      label(1 / tick, factor + "\u00D7", "middle");
    }
    html.element("text", "\u2190 worse", "x", "0", "y", "12");
    html.element("text", "better \u2192", "x", "100%", "y", "12", "text-anchor", "end");
    html.close("svg");
  }

  /** The plot of {@code row}, which {@code words} say to those who can't see it. */
  void row(Row row, String words) {
    html.open("svg", "class", "plot", "height", "28", "role", "img", "aria-label", words);
    html.element("title", words);
    band();
    for (double tick : scale.ticks()) {
      line("tick", tick, tick, "0", "28");
      line("tick", 1 / tick, 1 / tick, "0", "28");
    }
    line("even", 1, 1, "0", "28");
    Optional<Interval> interval = row.interval().map(each -> Scale.gains(row, each));
    interval.ifPresent(this::interval);
    if (row.ratio() > 0) {
      html.open("circle", "cx", scale.percent(row.gain()), "cy", MIDDLE, "r", "5").close("circle");
    }
    html.close("svg");
  }

  private void band() {
    double left = scale.at(1 / (1 + threshold));
    double right = scale.at(1 + threshold);
    html.open(
            "rect",
            "class",
            "band",
            "x",
            scale.percent(1 / (1 + threshold)),
            "width",
            String.format(Locale.ROOT, "%.2f%%", right - left),
            "y",
            "0",
            "height",
            "28")
        .close("rect");
  }

  private void interval(Interval gains) {
    line("interval", gains.low(), gains.high(), MIDDLE, MIDDLE);
    end(gains.low(), "\u25C2", "start");
    end(gains.high(), "\u25B8", "end");
  }

  /** A stroke where the interval ends, an arrow where it goes on beyond the plot. */
  private void end(double gain, String arrow, String anchor) {
    if (scale.holds(gain)) {
      line("interval", gain, gain, "9", "19");
    } else {
      html.element(
          "text",
          arrow,
          "class",
          "beyond",
          "x",
          scale.percent(gain),
          "y",
          "19",
          "text-anchor",
          anchor);
    }
  }

  private void line(String kind, double from, double to, String top, String bottom) {
    html.open(
            "line",
            "class",
            kind,
            "x1",
            scale.percent(from),
            "x2",
            scale.percent(to),
            "y1",
            top,
            "y2",
            bottom)
        .close("line");
  }

  private void label(double gain, String text, String anchor) {
    html.element("text", text, "x", scale.percent(gain), "y", "30", "text-anchor", anchor);
  }
}
