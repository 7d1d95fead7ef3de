package dev.heddle.fetch.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class FolderTest {
  @TempDir Path temporary;
  private Path root;
  private Folder folder;

  @BeforeEach
  void create() {
    root = temporary.resolve("new/root");
    folder = new Folder(root);
  }

  @Test
  void claim_firstName_createsTheFolderAndItsDirectories() throws IOException {
    assertFalse(Files.exists(root));

    assertEquals("h/a/b.txt", claim("h/a/b.txt"));

    assertTrue(Files.isDirectory(root.resolve("h/a")));
    assertFalse(Files.exists(root.resolve("h/a/b.txt")));
  }

  @Test
  void claim_sameName_isNumberedBeforeTheExtension() throws IOException {
    assertEquals("h/a.txt", claim("h/a.txt"));
    assertEquals("h/a~2.txt", claim("h/a.txt"));
    assertEquals("h/a~3.txt", claim("h/a.txt"));
    assertEquals("h/a~2~2.txt", claim("h/a~2.txt"));
  }

  @Test
  void claim_namesThatDifferInCase_areNumbered() throws IOException {
    assertEquals("h/README", claim("h/README"));
    assertEquals("h/readme~2", claim("h/readme"));
    assertEquals("h/D/a", claim("h/D/a"));
    assertEquals("h/d/A~2", claim("h/d/A"));
  }

  @Test
  void claim_fileThenDirectory_numbersTheDirectory() throws IOException {
    assertEquals("h/a", claim("h/a"));
    assertEquals("h/a~2/b", claim("h/a/b"));
    assertEquals("h/a~2/c", claim("h/a/c"));
    assertEquals("h/A~2/d", claim("h/A/d"));
  }

  @Test
  void claim_directoryThenFile_numbersTheFile() throws IOException {
    assertEquals("h/a/b", claim("h/a/b"));
    assertEquals("h/a~2", claim("h/a"));
    assertEquals("h/A~3", claim("h/A"));
  }

  @Test
  void claim_otherKindOnDisk_isNumbered() throws IOException {
    Files.createDirectories(root.resolve("h/d.txt"));
    Files.writeString(root.resolve("h/f"), "");

    assertEquals("h/d~2.txt", claim("h/d.txt"));
    assertEquals("h/f~2/a", claim("h/f/a"));
  }

  @Test
  void claim_fileOfAnEarlierRun_isClaimedAsItIs() throws IOException {
    Files.createDirectories(root.resolve("h"));
    Files.writeString(root.resolve("h/a"), "");

    assertEquals("h/a", claim("h/a"));
  }

  @Test
  void claim_withPart_claimsItsNeighboursToo() throws IOException {
    assertEquals("h/a", relative(folder.claim("h/a", true)));
    assertEquals("h/a~2.part", claim("h/a.part"));
    assertEquals("h/a.part~2.meta", claim("h/a.part.meta"));

    assertEquals("h/b.part", claim("h/b.part"));
    assertEquals("h/b~2", relative(folder.claim("h/b", true)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "..", "h/../../a", "./a", "a\\..\\b", "a\0b"})
  void claim_whatIsNoNameOfAFile_isRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> folder.claim(name));
    assertFalse(Files.exists(root));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/..%2f..%2fx", "/%2e%2e/%2e%2e/x", "/../../x", "/x%00", "//x", "/..\\..\\x"})
  void claim_pathsThatClimb_stayInside(String path) throws IOException {
    String name = FileNames.of("..", 0, path, Optional.empty());

    Path claimed = folder.claim(name);

    assertTrue(
        claimed.resolveSibling("").toRealPath().startsWith(root.toRealPath()), claimed.toString());
  }

  @Test
  void claim_linkOutOfTheFolder_failsAndNamesIt() throws IOException {
    Path outside = Files.createDirectory(temporary.resolve("outside"));
    Files.createDirectories(root.resolve("h"));
    Files.createSymbolicLink(root.resolve("h/out"), outside);

    IOException e = assertThrows(IOException.class, () -> folder.claim("h/out/deep/a"));

    assertEquals("the link %s/h/out leads out of %s".formatted(root, root), e.getMessage());
    assertEquals(0, outside.toFile().list().length);
  }

  @Test
  void claim_linkToANeighbourOfTheSamePrefix_fails() throws IOException {
    Path outside = Files.createDirectories(temporary.resolve("new/root-2"));
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("h"), outside);

    assertThrows(IOException.class, () -> folder.claim("h/a"));
  }

  @Test
  void claim_linkThatLeadsNowhere_failsAndNamesIt() throws IOException {
    Files.createDirectories(root);
    Files.createSymbolicLink(root.resolve("h"), temporary.resolve("nowhere"));

    IOException e = assertThrows(IOException.class, () -> folder.claim("h/a"));

    assertEquals("the link " + root + "/h leads nowhere", e.getMessage());
    assertFalse(Files.exists(temporary.resolve("nowhere")));
  }

  @Test
  void claim_linkInside_countsAsWhatItLeadsTo() throws IOException {
    Files.createDirectories(root.resolve("h/real"));
    Files.createSymbolicLink(root.resolve("h/link"), Path.of("real"));

    assertEquals("h/real/a", claim("h/link/a"));
    assertEquals("h/real/a~2", claim("h/real/a"));
    assertEquals("h/link~2", claim("h/link"));
  }

  @Test
  void claim_linkAsTheFile_isReplacedAndNotWrittenThrough() throws IOException {
    Path outside = Files.writeString(temporary.resolve("outside"), "precious");
    Files.createDirectories(root.resolve("h"));
    Files.createSymbolicLink(root.resolve("h/a"), outside);

    Path claimed = folder.claim("h/a");
    try (Draft draft = Draft.create(claimed)) {
      draft.write(ByteBuffer.wrap("new".getBytes(UTF_8)));
      draft.commit();
    }

    assertEquals("precious", Files.readString(outside));
    assertTrue(Files.isRegularFile(root.resolve("h/a"), LinkOption.NOFOLLOW_LINKS));
    assertEquals("new", Files.readString(root.resolve("h/a")));
  }

  @Test
  void claim_rootThatIsALink_isFollowed() throws IOException {
    Path to = Files.createDirectory(temporary.resolve("to"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), to);

    assertEquals(link.resolve("h/a"), new Folder(link).claim("h/a"));
    assertTrue(Files.isDirectory(to.resolve("h")));
  }

  @Test
  void claim_longestNames_canBeWrittenWithTheirNumbers() throws IOException {
    String name = FileNames.of("h", 0, "/" + "a".repeat(300) + ".txt", Optional.empty());
    folder.claim(name, true);

    Path second = folder.claim(name, true);

    try (Part part = Part.open(second, true)) {
      part.restart(Optional.of(new PartSource("http://h/", "\"1\"")));
      part.commit();
    }
    assertTrue(Files.exists(second));
  }

  @Test
  void claim_manyThreads_giveNoPathTwice() throws InterruptedException {
    Set<String> claimed = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(
          Thread.startVirtualThread(
              () -> {
                for (int i = 0; i < 100; i++) {
                  claimed.add(unchecked("h/a/b.txt"));
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(400, claimed.size());
    assertTrue(claimed.contains("h/a/b~400.txt"));
  }

  private String unchecked(String name) {
    try {
      return claim(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String claim(String name) throws IOException {
    return relative(folder.claim(name));
  }

  private String relative(Path claimed) {
    return root.relativize(claimed).toString();
  }
}
