package dev.heddle.loadtest;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A Java that servers and generators run on.
 *
 * @param home its folder
 * @param version such as 21.0.8
 * @param jar Heddle's jar, built for it
 */
public record Jdk(Path home, String version, Path jar) {
  /**
   * The one at {@code home}.
   *
   * @throws IOException if there is none
   */
  public static Jdk of(Path home, Path jar) throws IOException {
    if (!Files.isExecutable(home.resolve("bin/java")) || !Files.isReadable(jar)) {
      throw new IOException("no bin/java in '" + home + "', or no jar '" + jar + "'");
    }
    Properties release = new Properties();
    try (Reader in = Files.newBufferedReader(home.resolve("release"))) {
      release.load(in);
    }
    return new Jdk(home, release.getProperty("JAVA_VERSION", "?").replace("\"", ""), jar);
  }

  /** Such as 21. */
  public String release() {
    return version.replaceFirst("\\D.*", "");
  }

  Path java() {
    return home.resolve("bin/java");
  }
}
