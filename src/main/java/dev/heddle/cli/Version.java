package dev.heddle.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: Heddle's own version and the Java that runs it. */
final class Version implements IVersionProvider {
  private static final String RESOURCE = "/dev/heddle/build.properties";

  @Override
  public String[] getVersion() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream(RESOURCE)) {
      build.load(in);
    }
    return new String[] {
      "heddle "
          + build.getProperty("version")
          + " (Java "
          + System.getProperty("java.version")
          + ")"
    };
  }
}
