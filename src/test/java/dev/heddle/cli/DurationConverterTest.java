package dev.heddle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Times as the command line takes them. */
@Timeout(10)
class DurationConverterTest {
  private final DurationConverter converter = new DurationConverter();

  @ParameterizedTest
  @CsvSource({
    "0, PT0S",
    "500ms, PT0.5S",
    "060s, PT1M",
    "5m, PT5M",
    "8760h, PT8760H",
    "31536000000ms, PT8760H"
  })
  void duration_isRead(String text, Duration read) {
    assertEquals(read, converter.convert(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8761h", "31536000001ms", "99999999999h", "99999999999999999999ms"})
  void duration_thatIsTooLong_isCalledThat(String text) {
    TypeConversionException wrong =
        assertThrows(TypeConversionException.class, () -> converter.convert(text));

    assertEquals("'" + text + "' is too long: a duration is 8760h at most", wrong.getMessage());
  }

  @Test
  void duration_withoutUnit_isNone() {
    TypeConversionException wrong =
        assertThrows(TypeConversionException.class, () -> converter.convert("30"));

    assertEquals(
        "'30' is not a duration: write a whole number and ms, s, m or h, as in 30s",
        wrong.getMessage());
  }
}
