package dev.heddle.fetch.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class FileNamesTest {
  private static final Path FOLDER = Path.of("/some/folder");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "example.com|0|/||example.com/index.html",
        "example.com|0|/a/b.txt||example.com/a/b.txt",
        "example.com|81|/a/||example.com+81/a/index.html",
        "0:0:0:0:0:0:0:1|0|/a||0-0-0-0-0-0-0-1/a",
        "example.com|0|/a|b=c/d|example.com/a@b=c%2Fd",
        "example.com|0|/|q|example.com/index.html@q",
        "example.com|0|/a@b||example.com/a%40b",
        "example.com|0|/a+b||example.com/a%2Bb",
        "example.com|0|/a//b||example.com/a/+/b",
        "example.com|0|//||example.com/+/index.html",
        "example.com|0|/..%2f..%2fetc||example.com/..%2f..%2fetc",
        "example.com|0|/%2e%2e/a%00||example.com/%2e%2e/a%00",
        "example.com|0|/../../etc/passwd||example.com/%2E%2E/%2E%2E/etc/passwd",
        "example.com|0|/./.||example.com/%2E/%2E",
        "example.com|0|/...||example.com/...",
        "example.com|0|/a\\b:c*d||example.com/a%5Cb%3Ac%2Ad",
        "example.com|0|/\u00e9||example.com/%C3%A9",
        "example.com|0|/a|../../x|example.com/a@..%2F..%2Fx",
      })
  void name_followsTheRule(
      String host, int port, String path, @Nullable String query, String expected) {
    assertEquals(expected, FileNames.of(host, port, path, Optional.ofNullable(query)));
  }

  @Test
  void query_thatIsEmpty_isNotNone() {
    assertEquals("h/a@", FileNames.of("h", 0, "/a", Optional.of("")));
  }

  @Test
  void longNames_areCutAndStayDifferent() {
    String letters = "a".repeat(300);

    String one = FileNames.of("h", 0, "/" + letters + "1.txt", Optional.empty());
    String other = FileNames.of("h", 0, "/" + letters + "2.txt", Optional.empty());

    assertTrue(one.matches("h/a{160}~[0-9a-f]{16}\\.txt"), one);
    assertNotEquals(one, other);
    assertTrue(FileNames.of("h", 0, "/a", Optional.of("q".repeat(8_000))).length() < 200);
  }

  @Test
  void deepNames_areFlattenedAndStayDifferent() {
    String one = FileNames.of("h", 0, "/a".repeat(4_000) + "/1", Optional.empty());
    String other = FileNames.of("h", 0, "/a".repeat(4_001) + "/1", Optional.empty());

    assertTrue(one.matches("h/~[0-9a-f]{16}/1"), one);
    assertNotEquals(one, other);
  }

  @Test
  void randomPaths_stayInTheFolder() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String alphabet = "/../..%2f%00\\:?@+~ \0\n\u001b\u00e9a";

    for (int i = 0; i < 50_000; i++) {
      String path = "/" + text(random, alphabet);
      Optional<String> query =
          random.nextBoolean() ? Optional.of(text(random, alphabet)) : Optional.empty();

      String name = FileNames.of("h", 0, path, query);

      String told = "seed " + seed + ": " + name;
      assertTrue(FOLDER.resolve(name).normalize().startsWith(FOLDER.resolve("h")), told);
      assertEquals(FOLDER.resolve(name), FOLDER.resolve(name).normalize(), told);
      assertTrue(name.matches("h(/[!-.0-~]{1,220})+"), told);
    }
  }

  private static String text(Random random, String alphabet) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
