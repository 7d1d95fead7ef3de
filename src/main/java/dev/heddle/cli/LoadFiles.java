package dev.heddle.cli;

import dev.heddle.load.LoadReport;
import java.io.BufferedOutputStream;
import java.io.IOException;
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
  void write(LoadReport report) throws IOException {
    if (json.isPresent()) {
      Files.writeString(json.get(), LoadJson.of(report), StandardCharsets.UTF_8);
    }
    if (hgrm.isPresent()) {
      try (PrintStream out =
          new PrintStream(
              new BufferedOutputStream(Files.newOutputStream(hgrm.get())),
              false,
              StandardCharsets.US_ASCII)) {
        report.latency().writeTo(out);
        if (out.checkError()) {
          throw new IOException("cannot write " + hgrm.get());
        }
      }
    }
  }
}
