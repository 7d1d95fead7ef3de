package dev.heddle.compare.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a report from its file, whatever wrote it. */
public final class ReportFile {
  private static final String REMEDY =
      "name a report that JMH wrote by -rf json -rff FILE, or heddle load by --json FILE";
  private static final String NO_REPORT = "is JSON, but not a report";
  private static final Pattern POSITION = Pattern.compile("line (\\d+) column (\\d+)");
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private ReportFile() {}

  /**
   * Reads {@code file} whole; of a folder, all its files {@code *.json} as runs of the same.
   *
   * @throws ReportException if it isn't there, or isn't a report
   */
  public static Report read(Path file) throws ReportException {
    List<Measurement> all = new ArrayList<>();
    for (Path each : Files.isDirectory(file) ? within(file) : List.of(file)) {
      all.addAll(measurements(each));
    }
    try {
      return Report.of(file.toString(), all);
    } catch (FormatException e) {
      throw wrong(file, NO_REPORT + ": " + e.getMessage(), REMEDY, e);
    }
  }

  /** In the order of their names. */
  private static List<Path> within(Path folder) throws ReportException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> reports =
          files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
      if (reports.isEmpty()) {
        throw wrong(folder, "holds no reports (*.json)", "name a folder that does, or one", null);
      }
      return reports;
    } catch (IOException e) {
      throw wrong(folder, "cannot be read (" + e.getMessage() + ")", REMEDY, e);
    }
  }

  private static List<Measurement> measurements(Path file) throws ReportException {
    JsonElement json = json(file, text(file));
    try {
      if (json.isJsonArray() && !json.getAsJsonArray().isEmpty()) {
        return JmhReport.read(json.getAsJsonArray());
      }
      if (json.isJsonObject() && LoadReport.isOne(json.getAsJsonObject())) {
        return List.of(LoadReport.read(json.getAsJsonObject()));
      }
    } catch (FormatException e) {
      throw wrong(file, NO_REPORT + ": " + e.getMessage(), REMEDY, e);
    }
    boolean isEmpty = json.isJsonArray();
    throw wrong(
        file,
        isEmpty ? "holds no results" : NO_REPORT,
        isEmpty ? "see whether the run failed, and run it again" : REMEDY,
        null);
  }

  private static String text(Path file) throws ReportException {
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw wrong(file, "is empty", "the run that wrote it was cut off: run it again", null);
      }
      return text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw wrong(file, "is not there", REMEDY, e);
    } catch (AccessDeniedException e) {
      throw wrong(file, "may not be read", "change its permissions", e);
    } catch (IOException e) {
      throw wrong(file, "cannot be read (" + e.getMessage() + ")", REMEDY, e);
    }
  }

  private static JsonElement json(Path file, String text) throws ReportException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      JsonElement json = JsonParser.parseReader(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedJsonException("more than one value");
      }
      return json;
    } catch (JsonParseException | IOException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof EOFException || isCutOff(text.strip())) {
        throw wrong(
            file, "breaks off in the middle", "the run was cut off: run it again, to its end", e);
      }
      Matcher position = POSITION.matcher(String.valueOf(cause.getMessage()));
      String where =
          position.find()
              ? " (line " + position.group(1) + " column " + position.group(2) + ")"
              : "";
      throw wrong(file, "is not JSON" + where, REMEDY, e);
    }
  }

  /** Whether it begins like a report and does not end like one. */
  private static boolean isCutOff(String text) {
    char last = text.charAt(text.length() - 1);
    return switch (text.charAt(0)) {
      case '[' -> last != ']';
      case '{' -> last != '}';
      default -> false;
    };
  }

  private static ReportException wrong(
      Path file, String what, String remedy, @Nullable Throwable cause) {
    return new ReportException("'" + file + "' " + what + ": " + remedy, cause);
  }
}
