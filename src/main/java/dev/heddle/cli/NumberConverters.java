package dev.heddle.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads numbers, and says of what is none what it should be, in words that are not Java's. */
final class NumberConverters {
  private NumberConverters() {}

  /** For all options of {@code command} and its subcommands. */
  static void register(CommandLine command) {
    ITypeConverter<Integer> ints = of("a whole number", Integer::parseInt);
    ITypeConverter<Long> longs = of("a whole number", Long::parseLong);
    ITypeConverter<Double> doubles = of("a number", Double::parseDouble);
    command
        .registerConverter(int.class, ints)
        .registerConverter(Integer.class, ints)
        .registerConverter(Long.class, longs)
        .registerConverter(Double.class, doubles);
  }

  private static <T> ITypeConverter<T> of(String what, Function<String, T> parse) {
    return value -> {
      try {
        return parse.apply(value);
      } catch (NumberFormatException e) {
        boolean tooLarge = value.matches("[+-]?\\d+");
        throw new TypeConversionException(
            "'" + value + "' is " + (tooLarge ? "out of range" : "not " + what));
      }
    };
  }
}
