package dev.heddle.greeting;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@link ConversationFuzz}: with random bytes, under Jazzer's driver for some seconds, and as
 * long as {@code scripts/fuzz.sh} says. The driver runs in a process of its own, so that nothing
 * here depends on which JUnit it knows.
 */
final class ConversationFuzzTest {
  private static final Path CORPUS = Path.of("src/test/resources/dev/heddle/greeting/corpus");
  private static final Path WORK = Path.of("target/fuzz");
  private static final int SHORT_SECONDS = 3;

  @TempDir Path temporary;

  @Test
  @Timeout(60)
  void split_ofRandomLines_makesNoDifference() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    byte[] alphabet = "\r\rexit a".getBytes(UTF_8);

    for (int i = 0; i < 20_000; i++) {
      byte[] cuts = new byte[random.nextInt(40)];
      random.nextBytes(cuts);
      int lineLength = random.nextInt(1, 150);
      byte[] input = new byte[random.nextInt(400)];
      for (int k = 0; k < input.length; k++) {
        boolean ends = random.nextInt(lineLength) == 0;
        input[k] = ends ? (byte) '\n' : alphabet[random.nextInt(alphabet.length)];
      }
      ConversationFuzz.check(1 + random.nextInt(200), cuts, input);
    }
  }

  @Test
  @Tag("once")
  @Timeout(120)
  void split_underJazzerForSeconds_makesNoDifference() throws Exception {
    fuzz(SHORT_SECONDS, temporary.resolve("corpus"));
  }

  @Test
  @Tag("fuzz")
  void split_underJazzerForLong_makesNoDifference() throws Exception {
    fuzz(Integer.getInteger("heddle.fuzz.seconds", 600), WORK.resolve("corpus"));
  }

  /** Begins with the kept corpus, adds what it finds to {@code found}. */
  private void fuzz(int seconds, Path found) throws Exception {
    Files.createDirectories(found);
    Files.createDirectories(WORK);
    Path log = WORK.resolve("jazzer-" + seconds + "s.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-Xshare:off", "-XX:+EnableDynamicAgentLoading"));
    command.addAll(List.of("-cp", classPath(), "com.code_intelligence.jazzer.Jazzer"));
    command.add("--target_class=" + ConversationFuzz.class.getName());
    command.add("--instrumentation_includes=dev.heddle.greeting.**");
    command.add("--reproducer_path=" + temporary);
    command.add("-artifact_prefix=" + WORK + "/");
    command.add("-max_total_time=" + seconds);
    command.add("-max_len=2048");
    command.add("-print_final_stats=1");
    command.addAll(List.of(found.toString(), CORPUS.toString()));

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(seconds + 60L, TimeUnit.SECONDS);
    process.destroyForcibly();

    String said = Files.readString(log);
    assertTrue(ended, said);
    assertEquals(0, process.exitValue(), said);
    List<String> executed =
        said.lines().filter(line -> line.contains("stat::number_of_executed_units")).toList();
    assertEquals(1, executed.size(), said);
    System.out.println("fuzz: " + seconds + " s, " + executed.getFirst());
  }

  /** The driver wants its own jars and ours; of this class path that is enough. */
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> entry.contains("jazzer") || !entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
