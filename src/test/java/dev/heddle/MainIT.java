package dev.heddle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the jar as people do, on the right Java and on wrong ones. */
@Timeout(60)
class MainIT {
  private static final Path JAR = Path.of(System.getProperty("heddle.jar"));
  private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));
  private static final String SEAM = "dev/heddle/tasks/PreviewScopes.class";

  /** The version of class files from which on an archive of classes holds them verified. */
  private static final int JAVA_6 = 50;

  private static final int RUNNING = Runtime.version().feature();
  private static final int OTHER = RUNNING == 21 ? 25 : 21;

  @TempDir Path folder;

  @Test
  void main_usageError_exitsTwoWithoutStackTrace() throws Exception {
    Outcome outcome = run(JAVA_HOME, "--enable-preview", "-jar", JAR.toString(), "--nonsense");

    assertEquals(2, outcome.code());
    assertEquals(
        List.of("heddle: Unknown option: '--nonsense'", "Try 'heddle --help'."), outcome.err());
  }

  @Test
  void main_withoutPreview_printsCommandThatWorks() throws Exception {
    Path spaced = Files.copy(JAR, folder.resolve("it's a jar.jar"));

    Outcome outcome = run(JAVA_HOME, "-jar", spaced.toString(), "--version");

    String line = onlyComplaint(outcome);
    assertTrue(line.startsWith("Heddle needs --enable-preview: "), line);
    String command = line.substring(line.indexOf(": ") + 2);
    List<String> out = start("sh", "-c", command).out();
    assertEquals(1, out.size());
    assertTrue(out.getFirst().startsWith("heddle "), out.getFirst());
  }

  @Test
  void main_jarForOtherRelease_namesBothAndRemedy() throws Exception {
    Path other = jarBuiltFor(OTHER);

    Outcome outcome = run(JAVA_HOME, "--enable-preview", "-jar", other.toString(), "--version");

    String line = onlyComplaint(outcome);
    assertTrue(line.contains("was built for Java " + OTHER + "; this is Java " + RUNNING), line);
    assertTrue(line.contains("JAVA_HOME="), line);
  }

  @Test
  void main_unsupportedJava_namesItAndRemedy() throws Exception {
    Optional<Path> unsupported = unsupportedJava();
    assumeTrue(unsupported.isPresent(), "no Java here that Heddle does not support");

    Outcome outcome = run(unsupported.orElseThrow(), "-jar", JAR.toString(), "--version");

    String line = onlyComplaint(outcome);
    assertTrue(line.startsWith("Heddle needs Java 21 or 25; this is Java "), line);
    assertTrue(line.contains("scripts/heddle"), line);
  }

  @Test
  void jar_hasNoClassTooOldForAnArchive() throws Exception {
    try (ZipFile jar = new ZipFile(JAR.toFile())) {
      List<String> old = new ArrayList<>();
      for (ZipEntry entry :
          jar.stream().filter(each -> each.getName().endsWith(".class")).toList()) {
        try (InputStream content = jar.getInputStream(entry)) {
          if (content.readNBytes(8)[7] < JAVA_6) {
            old.add(entry.getName());
          }
        }
      }

      assertEquals(List.of(), old);
    }
  }

  private static String onlyComplaint(Outcome outcome) {
    assertEquals(3, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertEquals(1, outcome.err().size(), outcome::toString);
    return outcome.err().getFirst();
  }

  /** A copy of the jar whose seam claims, in its class file's version, another release. */
  private Path jarBuiltFor(int release) throws IOException {
    Path copy = folder.resolve("other.jar");
    try (ZipFile from = new ZipFile(JAR.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(copy))) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] content = from.getInputStream(entry).readAllBytes();
        if (entry.getName().equals(SEAM)) {
          content[7] = (byte) (release + 44);
        }
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(content);
      }
    }
    return copy;
  }

  private static Optional<Path> unsupportedJava() throws IOException {
    Path user = Path.of(System.getProperty("user.home"));
    Stream<Path> parents =
        Stream.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/opt"),
            user.resolve(".sdkman/candidates/java"),
            user.resolve(".jdks"));
    for (Path parent : parents.filter(Files::isDirectory).toList()) {
      try (DirectoryStream<Path> homes = Files.newDirectoryStream(parent)) {
        for (Path home : homes) {
          if (isUnsupportedJava(home)) {
            return Optional.of(home);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isUnsupportedJava(Path home) throws IOException {
    Path release = home.resolve("release");
    return Files.isExecutable(home.resolve("bin/java"))
        && Files.isReadable(release)
        && Files.readString(release).matches("(?s).*JAVA_VERSION=\"(1[7-9]|20|2[2-4])\\b.*");
  }

  private static Outcome run(Path javaHome, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(javaHome.resolve("bin/java").toString()));
    command.addAll(Arrays.asList(args));
    return start(command.toArray(String[]::new));
  }

  private static Outcome start(String... command) throws Exception {
    Path out = Files.createTempFile("heddle", ".out");
    Path err = Files.createTempFile("heddle", ".err");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
      Process process = builder.start();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return new Outcome(
          process.waitFor(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private record Outcome(int code, List<String> out, List<String> err) {}
}
