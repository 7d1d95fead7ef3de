package dev.heddle.cli;

import dev.heddle.fetch.files.FileReasons;
import dev.heddle.load.LoadReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that a load's report goes to.
 *
 * @param json the report
 * @param hgrm the latency's percentiles
 */
record LoadFiles(Optional<Path> json, Optional<Path> hgrm) {
  /** What writes a file. */
  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  boolean areNone() {
    return json.isEmpty() && hgrm.isEmpty();
  }

  /** Why one of them cannot be written, which is known before the load, not after it. */
  Optional<String> objection() {
    return json.flatMap(file -> objection("--json", file))
        .or(() -> hgrm.flatMap(file -> objection("--hgrm", file)));
  }

  private static Optional<String> objection(String option, Path file) {
    Path folder = file.toAbsolutePath().getParent();
    String why;
    if (Files.isDirectory(file)) {
      why = "it is a folder";
    } else if (Files.exists(file)) {
      why = Files.isWritable(file) ? "" : "not allowed";
    } else if (folder == null || !Files.isDirectory(folder)) {
      why = "no such folder";
    } else {
      why = Files.isWritable(folder) ? "" : "not allowed in its folder";
    }
    return why.isEmpty()
        ? Optional.empty()
        : Optional.of("%s '%s' cannot be written: %s".formatted(option, file, why));
  }

  /**
   * Writes them. Blocks, for ever where a file is a pipe that nobody reads.
   *
   * @throws IOException naming the file that cannot be written
   */
  void write(LoadReport report) throws IOException {
    if (json.isPresent()) {
      write(json.get(), out -> out.write(LoadJson.of(report).getBytes(StandardCharsets.UTF_8)));
    }
    if (hgrm.isPresent()) {
      write(hgrm.get(), out -> writePercentiles(report, out));
    }
  }

  private static void writePercentiles(LoadReport report, OutputStream out) throws IOException {
    PrintStream text = new PrintStream(out, false, StandardCharsets.US_ASCII);
    report.latency().writeTo(text);
    if (text.checkError()) {
      throw new IOException("no room, or nobody reads it");
    }
  }

  private static void write(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new IOException("cannot write '" + file + "': " + FileReasons.of(e), e);
    }
  }
}
