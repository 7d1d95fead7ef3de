package dev.heddle.loadtest;

import com.google.gson.JsonObject;

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
}
