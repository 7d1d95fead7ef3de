package dev.heddle.loadtest;

import com.google.gson.JsonObject;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of a cell in a round. */
public sealed interface Outcome {
  /**
   * Every reply was right.
   *
   * @param report what the generator wrote, by the schema {@code heddle-load/1}
   * @param sample its figures
   */
  record Measured(Sample sample, JsonObject report) implements Outcome {}

  /**
   * Nothing to be compared.
   *
   * @param reason for people
   */
  record Failed(String reason) implements Outcome {}

  /**
   * By the generator's report of one round. A server that keeps a client waiting for ever has
   * failed; a pool with more clients than threads has not: those that do not fit into it wait in
   * the kernel's queue, and those that do not fit there the kernel may forget. That is a figure.
   */
  static Outcome of(Cell cell, JsonObject report) {
    JsonObject round = report.getAsJsonArray("rounds").get(0).getAsJsonObject();
    JsonObject errors = round.getAsJsonObject("errors");
    boolean isRight =
        errors.isEmpty() || (cell.exceedsPool() && errors.keySet().equals(Set.of(Sample.TIMEOUT)));
    if (isRight && round.get("requests").getAsLong() > 0) {
      return new Measured(Sample.of(round), report);
    }
    return new Failed(
        "not every request was answered as it should be: "
            + errors.entrySet().stream()
                .map(error -> error.getValue().getAsLong() + " " + error.getKey())
                .collect(Collectors.joining(", ")));
  }
}
