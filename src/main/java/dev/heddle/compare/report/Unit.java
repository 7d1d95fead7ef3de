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
 * @param size in units of {@code ops/s} or {@code s/op}; 1 for what does not convert
 */
public record Unit(String name, Kind kind, double size) {
  private static final Pattern RATE = Pattern.compile("ops?/(\\w+)");
  private static final Pattern TIME = Pattern.compile("(\\w+)/op");
  private static final Map<String, Double> SECONDS =
      Map.of(
          "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "sec", 1.0, "min", 60.0, "hr", 3_600.0,
          "day", 86_400.0);

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
    if (rate.matches() && SECONDS.containsKey(rate.group(1))) {
      return new Unit(name, Kind.RATE, 1 / SECONDS.get(rate.group(1)));
    }
    Matcher time = TIME.matcher(name);
    if (time.matches() && SECONDS.containsKey(time.group(1))) {
      return new Unit(name, Kind.TIME, SECONDS.get(time.group(1)));
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
    return name.equals(other.name) ? figure : figure * (other.size / size);
  }
}
