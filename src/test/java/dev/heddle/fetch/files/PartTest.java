package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class PartTest {
  private static final PartSource SOURCE = new PartSource("http://h/a", "W/\"\u00e9\"");

  @TempDir Path folder;
  private Path target;
  private Path kept;
  private Path meta;

  @BeforeEach
  void name() {
    target = folder.resolve("a.txt");
    kept = folder.resolve("a.txt.part");
    meta = folder.resolve("a.txt.part.meta");
  }

  @Test
  void open_keptPart_isContinuedAndCommitted() throws IOException {
    keep("one ");

    try (Part part = Part.open(target, true)) {
      assertEquals(Optional.of(SOURCE), part.source());
      assertEquals(4, part.size());
      write(part, "two");
      part.commit();
    }

    assertEquals("one two", Files.readString(target));
    assertEquals(List.of("a.txt"), names());
  }

  @Test
  void open_partWithoutMeta_startsAfresh() throws IOException {
    Files.writeString(kept, "whose?");

    try (Part part = Part.open(target, true)) {
      assertEquals(0, part.size());
      assertEquals(Optional.empty(), part.source());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "heddle part 1\nhttp://h/a\n",
        "heddle part 1\nhttp://h/a\n\"1\"",
        "heddle part 1\nhttp://h/a\n\"1\"\n\n",
        "heddle part 1\nhttp://h/a\n\"1\"\nmore\n",
        "heddle part 1\n\n\"1\"\n",
        "heddle part 1\r\nhttp://h/a\r\n\"1\"\r\n",
        "heddle part 2\nhttp://h/a\n\"1\"\n",
      })
  void open_malformedMeta_startsAfresh(String text) throws IOException {
    keep("one");
    Files.writeString(meta, text);

    assertStartsAfresh();
  }

  @Test
  void open_metaThatIsNotText_startsAfresh() throws IOException {
    keep("one");
    Files.write(meta, "heddle part 1\nhttp://h/\u00ff\n1\n".getBytes(ISO_8859_1));

    assertStartsAfresh();
  }

  @Test
  void open_metaThatIsHuge_startsAfresh() throws IOException {
    keep("one");
    Files.writeString(meta, "heddle part 1\nhttp://h/a\n" + "x".repeat(1 << 16) + "\n");

    assertStartsAfresh();
  }

  @Test
  void open_metaThatIsALink_startsAfresh() throws IOException {
    keep("one");
    Files.move(meta, folder.resolve("elsewhere"));
    Files.createSymbolicLink(meta, folder.resolve("elsewhere"));

    assertStartsAfresh();
  }

  @Test
  void open_partThatIsALink_failsAndWritesNothing() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside"), "precious");
    Files.createSymbolicLink(kept, outside);

    IOException e = assertThrows(IOException.class, () -> Part.open(target, true));

    assertEquals(kept + " is not a regular file", e.getMessage());
    assertEquals("precious", Files.readString(outside));
  }

  @Test
  void restart_withoutSource_leavesNothingThatCannotBeContinued() throws IOException {
    keep("one");

    try (Part part = Part.open(target, true)) {
      part.restart(Optional.empty());
      write(part, "new");
      assertEquals("new", Files.readString(kept));
      assertFalse(Files.exists(meta), "a crash here would leave what is told of other bytes");
    }

    assertFalse(Files.exists(kept));
    assertFalse(Files.exists(meta));
  }

  @Test
  void restart_otherSource_isWhatTheNextRunFinds() throws IOException {
    keep("one");
    PartSource other = new PartSource("http://h/a", "Tue, 24 Nov 2026 08:00:00 GMT");

    try (Part part = Part.open(target, true)) {
      part.restart(Optional.of(other));
      write(part, "new");
    }

    try (Part part = Part.open(target, true)) {
      assertEquals(Optional.of(other), part.source());
      assertEquals(3, part.size());
    }
  }

  @Test
  void write_inAnInterruptedThread_keepsWhatWasWritten() throws IOException {
    try (Part part = Part.open(target, true)) {
      part.restart(Optional.of(SOURCE));
      write(part, "one");
      Thread.currentThread().interrupt();
      assertThrows(IOException.class, () -> write(part, "two"));
      assertThrows(IOException.class, part::commit);
    } finally {
      Thread.interrupted();
    }

    assertFalse(Files.exists(target));
    try (Part part = Part.open(target, true)) {
      assertEquals(Optional.of(SOURCE), part.source());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "a\u007f", "a\u0085"})
  void source_thatIsNoLine_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> new PartSource(text, "1"));
    assertThrows(IllegalArgumentException.class, () -> new PartSource("http://h/", text));
  }

  private void assertStartsAfresh() throws IOException {
    try (Part part = Part.open(target, true)) {
      assertEquals(Optional.empty(), part.source());
      assertEquals(0, part.size());
    }
    assertFalse(Files.exists(meta));
  }

  private void keep(String text) throws IOException {
    try (Part part = Part.open(target, true)) {
      part.restart(Optional.of(SOURCE));
      write(part, text);
    }
  }

  private static void write(Part part, String text) throws IOException {
    part.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
