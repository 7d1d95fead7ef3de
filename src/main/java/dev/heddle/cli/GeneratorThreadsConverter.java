package dev.heddle.cli;

import dev.heddle.tasks.Threading;
import dev.heddle.tasks.Threading.Scheduler;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a kind of threads for the load generator, whose virtual threads the JDK schedules. */
final class GeneratorThreadsConverter implements ITypeConverter<Threading> {
  private static final Threading SERVERS_ALONE = new Threading.Virtual(Scheduler.JDK);

  @Override
  public Threading convert(String value) {
    Threading threading;
    try {
      threading = Threading.parse(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(
          "'%s' is not a kind of threads: use virtual, platform or pool:N with N from 1"
              .formatted(value));
    }
    if (threading.equals(SERVERS_ALONE)) {
      throw new TypeConversionException(
          "'%s' is for servers, here the JDK schedules all virtual threads: use virtual"
              .formatted(value));
    }
    return threading;
  }
}
