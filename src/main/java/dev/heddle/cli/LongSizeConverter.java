package dev.heddle.cli;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a number of bytes: {@code 8192}, {@code 8KiB}, {@code 1MiB}, {@code 4GiB}. One that no file
 * can have is taken for the largest.
 */
final class LongSizeConverter implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d+)(B|KiB|MiB|GiB)?");

  @Override
  public Long convert(String value) {
    Matcher matcher = FORM.matcher(value);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + value + "' is not a size: write a whole number and B, KiB, MiB or GiB, as in 8KiB");
    }
    int shift =
        switch (String.valueOf(matcher.group(2))) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          case "GiB" -> 30;
          default -> 0;
        };
    BigInteger bytes = new BigInteger(matcher.group(1)).shiftLeft(shift);
    return bytes.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }
}
