package dev.heddle.compare.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The fields of a JSON object, as the format wants them.
 *
 * @param object the object
 * @param place where it stands, for messages
 */
record Fields(JsonObject object, String place) {
  /** Those of {@code element}, which must be an object. */
  static Fields of(JsonElement element, String place) {
    if (!element.isJsonObject()) {
      throw new FormatException(place + " is not an object");
    }
    return new Fields(element.getAsJsonObject(), place);
  }

  Set<String> names() {
    return object.keySet();
  }

  /** The string of that name, which must be there. */
  String text(String name) {
    return primitive(name)
        .filter(JsonPrimitive::isString)
        .map(JsonPrimitive::getAsString)
        .orElseThrow(() -> new FormatException(place + " has no '" + name + "'"));
  }

  /**
   * The number of that name; one that is no number is the string {@code "NaN"} in JMH's reports.
   */
  Optional<Double> number(String name) {
    return primitive(name).map(value -> number(value, place + ", '" + name + "'"));
  }

  /** The object of that name. */
  Optional<Fields> fields(String name) {
    return element(name).map(value -> of(value, place + ", '" + name + "'"));
  }

  /** The array of that name. */
  Optional<JsonArray> array(String name) {
    return element(name).map(value -> array(value, place + ", '" + name + "'"));
  }

  /** The value of that name in words: an array's are parted by spaces. */
  Optional<String> words(String name) {
    return element(name).map(Fields::words);
  }

  static JsonArray array(JsonElement element, String place) {
    if (!element.isJsonArray()) {
      throw new FormatException(place + " is not an array");
    }
    return element.getAsJsonArray();
  }

  static List<JsonArray> arrays(JsonArray array, String place) {
    return array.asList().stream().map(element -> array(element, place)).toList();
  }

  static double number(JsonElement element, String place) {
    if (element.isJsonPrimitive() && !element.getAsJsonPrimitive().isBoolean()) {
      try {
        return element.getAsDouble();
      } catch (NumberFormatException e) {
        // said below
      }
    }
    throw new FormatException(place + " is not a number");
  }

  private static String words(JsonElement element) {
    if (element.isJsonArray()) {
      return StreamSupport.stream(element.getAsJsonArray().spliterator(), false)
          .map(Fields::words)
          .collect(Collectors.joining(" "));
    }
    return element.isJsonPrimitive() ? element.getAsString() : element.toString();
  }

  private Optional<JsonPrimitive> primitive(String name) {
    return element(name).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsJsonPrimitive);
  }

  private Optional<JsonElement> element(String name) {
    return Optional.ofNullable(object.get(name)).filter(element -> !element.isJsonNull());
  }
}
