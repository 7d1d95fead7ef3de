package dev.heddle.fetch.files;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@link FileNamesFuzz} with random text. */
@Timeout(60)
final class FileNamesFuzzTest {
  private static final String HOSTILE = "///...%2fe0\\:*?\"<>|@+~ \0\n\u001b\u007f\u00e9\ud83da";
  private static final String PLAIN = "///..~-aB0";

  @Test
  void name_ofRandomText_staysInTheFolder() {
    Random random = new Random(System.nanoTime());

    for (int i = 0; i < 50_000; i++) {
      String host = "h" + text(random, HOSTILE, 5);
      String path = "/" + text(random, HOSTILE, i % 100 == 0 ? 3_000 : 12);
      FileNamesFuzz.check(host, random.nextInt(65_536), path, query(random, HOSTILE));
    }
  }

  @Test
  void name_ofPlainText_tellsItsUrl() {
    Random random = new Random(System.nanoTime());

    for (int i = 0; i < 50_000; i++) {
      FileNamesFuzz.check("h", 0, "/" + text(random, PLAIN, 8), query(random, "ab=.-~"));
    }
  }

  private static Optional<String> query(Random random, String alphabet) {
    return random.nextBoolean() ? Optional.of(text(random, alphabet, 8)) : Optional.empty();
  }

  private static String text(Random random, String alphabet, int bound) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(bound); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
