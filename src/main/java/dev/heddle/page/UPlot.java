package dev.heddle.page;

/**
 * uPlot, which draws the charts, to be written into a page: it asks nobody for it. The script
 * defines {@code uPlot}.
 */
public final class UPlot {
  /** Also in pom.xml. */
  private static final String WEB_JAR = "/META-INF/resources/webjars/uplot/1.6.30/";

  private UPlot() {}

  /** The script, under its licence, which goes with every page. */
  public static String script() {
    return "/*!\n" + text("LICENSE") + "*/\n" + text("dist/uPlot.iife.min.js");
  }

  public static String style() {
    return text("dist/uPlot.min.css");
  }

  private static String text(String name) {
    return Resource.text(UPlot.class, WEB_JAR + name);
  }
}
