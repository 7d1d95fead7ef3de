package dev.heddle.process;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import dev.heddle.testing.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A site that has {@code /a}, for each test, and a place for what is fetched of it. */
abstract class WithSite {
  @TempDir Path folder;

  Site site;
  String out;

  @BeforeEach
  void open() throws IOException {
    site = Site.open().with("/a", Site.ok("content"));
    out = folder.resolve("out").toString();
  }

  @AfterEach
  void close() throws IOException {
    site.close();
  }

  static Outcome fetch(String input, String... args) throws Exception {
    List<String> words = new ArrayList<>(List.of("fetch"));
    words.addAll(List.of(args));
    return Command.run(
        input, HeddleProcess.command(List.of(), List.of(), words.toArray(String[]::new)));
  }
}
