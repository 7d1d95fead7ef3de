package dev.heddle.cli;

import dev.heddle.fetch.files.FileReasons;
import dev.heddle.fetch.http.Tls;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the file of authorities that {@code --cacert} names. */
final class TlsConverter implements ITypeConverter<Tls> {
  @Override
  public Tls convert(String file) {
    try {
      return Tls.trusting(Path.of(file));
    } catch (IOException e) {
      throw new TypeConversionException(FileReasons.of(e));
    } catch (InvalidPathException e) {
      throw new TypeConversionException("'" + file + "' is not the name of a file");
    }
  }
}
