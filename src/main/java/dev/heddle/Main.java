package dev.heddle;

import dev.heddle.cli.Heddle;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The entry point: checks the Java that runs it, then hands over to the command line.
 *
 * <p>Compiled for Java 17, so that an older Java than Heddle needs gets one line with the remedy
 * instead of the launcher's own stack trace. Nothing here may need a newer one.
 */
public final class Main {
  /** One that is compiled with preview: what it asks of the Java, the whole jar asks. */
  private static final String SEAM = "dev.heddle.tasks.PreviewScopes";

  private static final int ENVIRONMENT = 3;
  private static final int OLDEST = 21;
  private static final int NEWEST = 25;

  private Main() {}

  /** Runs Heddle and ends the process with its exit code. */
  public static void main(String[] args) {
    Optional<String> complaint = complaint(args);
    if (complaint.isPresent()) {
      System.err.println(complaint.get());
      System.exit(ENVIRONMENT);
    }
    System.exit(Heddle.run(System.out, System.err, args));
  }

  /** Why this Java cannot run Heddle, with the remedy; empty if it can. */
  private static Optional<String> complaint(String[] args) {
    int feature = Runtime.version().feature();
    boolean isRight = (feature == OLDEST || feature == NEWEST) && seamLoads();
    if (isRight) {
      return Optional.empty(); // without a look into the jar, which takes 10 ms
    }
    int builtFor = builtFor();
    if (feature != OLDEST && feature != NEWEST) {
      return Optional.of(
          String.format(
              "Heddle needs Java %d or %d; this is %s: start it with scripts/heddle, which finds"
                  + " one, or by the bin/java of a JDK %d, for which this jar was built",
              OLDEST, NEWEST, thisJava(), builtFor));
    }
    if (feature != builtFor) {
      return Optional.of(
          String.format(
              "This jar of Heddle was built for Java %d; this is %s: start it with Java %d, or"
                  + " build it anew by JAVA_HOME=%s mvn package (scripts/heddle does so by itself)",
              builtFor, thisJava(), builtFor, quoted(System.getProperty("java.home"))));
    }
    return Optional.of("Heddle needs --enable-preview: " + commandWithPreview(args));
  }

  /** The Java release that the seam was compiled for: its class file's major version less 44. */
  private static int builtFor() {
    try (InputStream seam =
            Main.class.getClassLoader().getResourceAsStream(SEAM.replace('.', '/') + ".class");
        DataInputStream in = new DataInputStream(seam)) {
      long magicMinorMajor = in.readLong();
      return (int) (magicMinorMajor & 0xffff) - 44;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean seamLoads() {
    try {
      Class.forName(SEAM, false, Main.class.getClassLoader());
      return true;
    } catch (UnsupportedClassVersionError e) {
      return false;
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(SEAM + " is not in this jar", e);
    }
  }

  private static String thisJava() {
    return "Java "
        + System.getProperty("java.version")
        + " ("
        + System.getProperty("java.home")
        + ")";
  }

  private static String commandWithPreview(String[] args) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    String start =
        classPath.endsWith(".jar")
            ? " --enable-preview -jar " + quoted(classPath)
            : " --enable-preview -cp " + quoted(classPath) + " " + Main.class.getName();
    return quoted(java)
        + start
        + Arrays.stream(args).map(arg -> " " + quoted(arg)).collect(Collectors.joining());
  }

  /** The word as a shell takes it, on one line. */
  private static String quoted(String word) {
    if (word.matches("[\\w@%+=:,./-]+")) {
      return word;
    }
    return "'" + word.replaceAll("\\p{Cntrl}", "?").replace("'", "'\\''") + "'";
  }
}
