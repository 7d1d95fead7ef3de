package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Heddle's own version and the Java that runs it. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/dev/heddle/build.properties";

  @Override
  public String[] getVersion() {
    return new String[] {
      "heddle " + number() + " (Java " + System.getProperty("java.version") + ")"
    };
  }

  /** Heddle's own, as in {@code 0.1.0}. */
  static String number() {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      build.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return String.valueOf(build.getProperty("version"));
  }
}
