package dev.heddle.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes of what must fit into an array: {@code 8192}, {@code 8KiB}. */
final class SizeConverter implements ITypeConverter<Integer> {
  private final LongSizeConverter any = new LongSizeConverter();

  @Override
  public Integer convert(String value) {
    long size = any.convert(value);
    if (size > Integer.MAX_VALUE) {
      throw new TypeConversionException("'" + value + "' is 2GiB or more, which no size may be");
    }
    return (int) size;
  }
}
