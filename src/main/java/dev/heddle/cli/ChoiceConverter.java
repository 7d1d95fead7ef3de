package dev.heddle.cli;

import dev.heddle.greeting.Framing;
import dev.heddle.load.Arrivals;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of few words, in any case, and names them as users write them, in lower case. */
record ChoiceConverter<E extends Enum<E>>(Class<E> kind) implements ITypeConverter<E> {
  /** For all options of {@code command} and its subcommands. */
  static void register(CommandLine command) {
    command
        .registerConverter(Framing.class, new ChoiceConverter<>(Framing.class))
        .registerConverter(Arrivals.class, new ChoiceConverter<>(Arrivals.class))
        .registerConverter(FetchThreads.class, new ChoiceConverter<>(FetchThreads.class));
  }

  @Override
  public E convert(String value) {
    List<E> all = Arrays.asList(kind.getEnumConstants());
    return all.stream()
        .filter(each -> word(each).equalsIgnoreCase(value))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'%s' is none of %s"
                        .formatted(
                            value,
                            String.join(", ", all.stream().map(ChoiceConverter::word).toList()))));
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }
}
