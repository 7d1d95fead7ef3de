package dev.heddle.compare.report;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure is counted in, such as {@code ops/s}, {@code us/op} or {@code B/op}.
 *
 * @param name as reports write it
 * @param kind units of one kind other than {@code OTHER} and {@code USE} convert into each other
 * @param size of the time in it, in nanoseconds; 1 if there is none
 */
public record Unit(String name, Kind kind, double size) {
  private static final Pattern RATE = Pattern.compile("ops?/(\\w+)");
  private static final Pattern TIME = Pattern.compile("(\\w+)/op");
  private static final Map<String, Double> NANOSECONDS =
      Map.of(
          "ns", 1.0, "us", 1e3, "ms", 1e6, "s", 1e9, "sec", 1e9, "min", 60e9, "hr", 3_600e9, "day",
          86_400e9);

  /** What there is to count. */
  public enum Kind {
    /** Operations in a time. */
    RATE,
    /** Time for an operation. */
    TIME,
    /** What an operation uses up: bytes, instructions. */
    USE,
    /** Anything else; which way it improves is not known. */
    OTHER
  }

  /** The unit that reports call {@code name}. */
  public static Unit of(String name) {
    Matcher rate = RATE.matcher(name);
    if (rate.matches() && NANOSECONDS.containsKey(rate.group(1))) {
      return new Unit(name, Kind.RATE, NANOSECONDS.get(rate.group(1)));
    }
    Matcher time = TIME.matcher(name);
    if (time.matches() && NANOSECONDS.containsKey(time.group(1))) {
      return new Unit(name, Kind.TIME, NANOSECONDS.get(time.group(1)));
    }
    boolean isUse = name.equals("B/op") || name.equals("#/op");
    return new Unit(name, isUse ? Kind.USE : Kind.OTHER, 1);
  }

  /** Which way figures in this unit improve, as far as the unit alone tells. */
  public Optional<Direction> direction() {
    return switch (kind) {
      case RATE -> Optional.of(Direction.HIGHER_IS_BETTER);
      case TIME, USE -> Optional.of(Direction.LOWER_IS_BETTER);
      case OTHER -> Optional.empty();
    };
  }

  /** Whether figures in {@code other} can be told in this unit. */
  public boolean takes(Unit other) {
    boolean isTimed = kind == Kind.RATE || kind == Kind.TIME;
    return isTimed ? kind == other.kind : name.equals(other.name);
  }

  /** A figure in {@code other}, told in this unit. */
  public double convert(double figure, Unit other) {
    return kind == Kind.RATE ? figure * (size / other.size) : figure * (other.size / size);
  }
}
