package dev.heddle.page;

/**
 * uPlot, which draws the charts, to be written into a page: it asks nobody for it. The script
 * defines {@code uPlot}.
 */
public final class Charts {
  /** Also in pom.xml. */
  private static final String WEB_JAR = "/META-INF/resources/webjars/uplot/1.6.30/dist/";

  private Charts() {}

  public static String script() {
    return Resource.text(Charts.class, WEB_JAR + "uPlot.iife.min.js");
  }

  public static String style() {
    return Resource.text(Charts.class, WEB_JAR + "uPlot.min.css");
  }
}
