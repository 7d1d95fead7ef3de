package dev.heddle.compare.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.JmhEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ReportFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                         | is empty
          ~ \n ~                     | is empty
          []                         | holds no results
          {}                         | is JSON, but not a report
          {"schema": 3}              | is JSON, but not a report
          {"context": {}, "benchmarks": []} | is JSON, but not a report
          [{"name": "x", "ops": 3}]  | is JSON, but not a report: entry 1 has no 'mode'
          3                          | is JSON, but not a report
          null                       | is JSON, but not a report
          [{"benchmark": "B.c",      | breaks off in the middle
          [{"benchmark": "B          | breaks off in the middle
          [                          | breaks off in the middle
          [] []                      | is not JSON (line 1 column
          Benchmark  Mode  Cnt       | is not JSON (line 1 column
          [{benchmark: 3}]           | is not JSON (line 1 column
          """)
  void file_thatIsNoReport_isOneLineWithNameAndRemedy(String content, String said)
      throws Exception {
    Path file = Files.writeString(folder.resolve("r.json"), content);

    assertRefused(file, "'" + file + "' " + said);
  }

  @Test
  void file_missing_isNamed() {
    assertRefused(folder.resolve("none.json"), "none.json' is not there");
  }

  @Test
  void folder_withoutReports_isNamed() {
    assertRefused(folder, "holds no reports (*.json)");
  }

  @Test
  void folder_ofReports_hasTheForksOfAll() throws Exception {
    JmhEntry entry = JmhEntry.of("B.c", 1);
    Files.writeString(folder.resolve("2.json"), JmhEntry.report(JmhEntry.of("B.c", 3, 4)));
    Files.writeString(folder.resolve("1.json"), JmhEntry.report(entry, JmhEntry.of("B.d", 9)));
    Files.writeString(folder.resolve("log.txt"), "no report");

    Report report = ReportFile.read(folder);

    assertEquals(2, report.measurements().size());
    Measurement first = report.measurements().values().iterator().next();
    assertEquals(List.of(1.0, 3.0, 4.0), first.score().samples());
  }

  @Test
  void report_cutAnywhere_isRefused() throws Exception {
    String whole = JmhEntry.report(JmhEntry.of("B.c", 1.5, 2.5).secondary("x", "B/op", 1)).strip();
    for (int length = 1; length < whole.length(); length++) {
      Path file = Files.writeString(folder.resolve("cut.json"), whole.substring(0, length));

      assertRefused(file, "breaks off in the middle");
    }
  }

  @Test
  void file_withByteOrderMark_isRead() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("r.json"), "\uFEFF" + JmhEntry.report(JmhEntry.of("B.c", 1)));

    assertEquals(1, ReportFile.read(file).measurements().size());
  }

  @Test
  void file_bytesThatAreNoText_isRefused() throws IOException {
    Path file = Files.write(folder.resolve("r.json"), new byte[] {0x1F, (byte) 0x8B, 8, 0, 0});

    assertRefused(file, "is not JSON");
  }

  private static void assertRefused(Path file, String said) {
    ReportException refused = assertThrows(ReportException.class, () -> ReportFile.read(file));

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.contains(said), message);
    assertTrue(message.matches("'.*' .*: .*"), message);
    assertFalse(message.contains("\n"), message);
    assertFalse(message.contains("Exception"), message);
  }
}
