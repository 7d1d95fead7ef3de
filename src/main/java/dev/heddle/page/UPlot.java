package dev.heddle.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The chart library <a href="https://github.com/leeoniya/uPlot">uPlot</a>, out of its WebJar, to
 * stand within pages that ask nobody for anything.
 */
public final class UPlot {
  private static final String BUILD = "/dev/heddle/build.properties";

  private UPlot() {}

  /** The script, which defines {@code uPlot}, under its licence. */
  public static String script() {
    return "/*!\n" + resource("LICENSE") + "*/\n" + resource("dist/uPlot.iife.min.js");
  }

  /** The style sheet. */
  public static String style() {
    return resource("dist/uPlot.min.css");
  }

  private static String resource(String name) {
    Properties build = new Properties();
    try (InputStream properties = UPlot.class.getResourceAsStream(BUILD)) {
      build.load(properties);
      String folder = "/META-INF/resources/webjars/uplot/" + build.getProperty("uplot") + "/";
      try (InputStream in = UPlot.class.getResourceAsStream(folder + name)) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
