package dev.heddle.cli;

import dev.heddle.tasks.Threading;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind of threads. */
final class ThreadingConverter implements ITypeConverter<Threading> {
  @Override
  public Threading convert(String value) {
    try {
      return Threading.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
