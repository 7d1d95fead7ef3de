package dev.heddle.fetch.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class NumberedTest {
  private final Set<String> taken = new HashSet<>();
  private int looks;

  @Test
  void file_takenManyTimes_countsWithoutGaps() throws IOException {
    assertEquals("a.txt", file("a.txt"));
    for (int i = 2; i < 1_000; i++) {
      assertEquals("a~" + i + ".txt", file("a.txt"));
    }
    looks = 0;
    file("a.txt");
    assertTrue(looks < 25, looks + " looks");
  }

  @Test
  void file_dotThatBeginsNoExtension_numbersTheEnd() throws IOException {
    for (String name : new String[] {".profile", "a", "a.notAnExtension"}) {
      assertEquals(name, file(name));
      assertEquals(name + "~2", file(name));
    }
  }

  @Test
  void directory_withDot_numbersTheEnd() throws IOException {
    assertEquals("v1.2~2", Numbered.directory("v1.2", name -> !name.equals("v1.2")));
  }

  @Test
  void file_gapInTheNumbers_isStillFree() throws IOException {
    taken.addAll(Set.of("a", "a~2", "a~4", "a~5"));

    assertTrue(Set.of("a~3", "a~6", "a~7", "a~8").contains(file("a")));
  }

  private String file(String name) throws IOException {
    String found =
        Numbered.file(
            name,
            each -> {
              looks++;
              return !taken.contains(each);
            });
    assertTrue(taken.add(found), found);
    return found;
  }
}
