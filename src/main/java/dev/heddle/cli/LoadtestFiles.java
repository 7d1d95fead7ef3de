package dev.heddle.cli;

import dev.heddle.loadtest.Cell;
import dev.heddle.loadtest.Results;
import dev.heddle.loadtest.show.HtmlReport;
import dev.heddle.loadtest.show.JsonReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a load test leaves behind.
 *
 * @param folder of this run alone
 */
record LoadtestFiles(Path folder) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** Makes a folder in {@code output}, named after the time. */
  static LoadtestFiles in(Path output, boolean quick) throws IOException {
    String name = (quick ? "quick-" : "") + TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
    Path folder = output.resolve(name);
    for (int i = 2; Files.exists(folder); i++) {
      folder = output.resolve(name + "-" + i);
    }
    return new LoadtestFiles(Files.createDirectories(folder).toAbsolutePath().normalize());
  }

  Path page() {
    return folder.resolve("report.html");
  }

  /** The page, the report, and for each cell its loads. */
  void write(Results results, List<String> lacks) throws IOException {
    Files.writeString(page(), HtmlReport.of(results, lacks));
    Files.writeString(folder.resolve("report.json"), JsonReport.of(results, lacks));
    for (Cell cell : results.plan().cells()) {
      Optional<String> loads = JsonReport.ofLoads(results, cell);
      if (loads.isPresent()) {
        Files.writeString(folder.resolve(cell.name() + ".json"), loads.get());
      }
    }
  }

  /** Takes the folder away again, if there is nothing in it. */
  void discard() throws IOException {
    Files.deleteIfExists(folder);
  }
}
