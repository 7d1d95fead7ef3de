package dev.heddle.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.testing.Command;
import dev.heddle.testing.Command.Outcome;
import dev.heddle.testing.HeddleProcess;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Command lines that cannot work: one clear line, the way to the help, exit code 2. */
@Tag("once")
@Timeout(60)
final class UsageIT {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          --port 70000                    | --port 70000 is not allowed: it goes from 0 to 65535
          --port -1                       | --port -1 is not allowed
          --port 99999999999              | '--port': '99999999999' is out of range
          --port=                         | '--port': '' is not a whole number
          --port                          | Missing required parameter for option '--port'
          --port 0 --port 0               | '--port' (N) should be specified only once
          --max-message 0                 | --max-message 0B is not allowed: it goes from 1B to 16MiB
          --max-message 9999999999GiB     | '9999999999GiB' is 2GiB or more
          --max-message 17MiB             | --max-message 17MiB is not allowed
          --max-message 8KB               | '8KB' is not a size
          --max-connections 0             | --max-connections 0 is not allowed
          --max-connections 2147483648    | '2147483648' is out of range
          --backlog 0                     | --backlog 0 is not allowed
          --udp-rate -1                   | --udp-rate -1 is not allowed
          --threads many                  | 'many' is not a kind of threads: use virtual, virtual:jdk, platform or pool:N
          --threads pool:0                | 'pool:0' is not a kind of threads
          --threads pool:99999999999      | 'pool:99999999999' is not a kind of threads
          --threads=                      | '' is not a kind of threads
          --framing words                 | '--framing'
          --idle-timeout soon             | 'soon' is not a duration: write a whole number and ms, s, m or h
          --idle-timeout 999999999h       | --idle-timeout
          --drain 9999999999s             | '9999999999s' is too long
          --bind=                         | --bind '' is neither an IP address nor a name
          --bind no-such-name.invalid     | --bind 'no-such-name.invalid' is neither an IP address nor a name
          --no-such-option                | Unknown option: '--no-such-option'
          --http-port 70000               | --http-port 70000 is not allowed: it goes from 0 to 65535
          --port 9000 --http-port 9000    | --http-port 9000 is that of the greetings: give the page another
          --http-port 0 --no-http         | serve: --http-port=N, --no-http are mutually exclusive
          --quiet --verbose               | serve: --quiet, --verbose are mutually exclusive
          junk                            | 'junk'
          """)
  void serve_wrongCommandLine_isExplainedInOneLine(String args, String said) throws Exception {
    Outcome outcome =
        Command.run(HeddleProcess.command(List.of(), List.of(), ("serve " + args).split(" ")));

    assertEquals(2, outcome.code(), outcome::toString);
    assertEquals(List.of(), outcome.out());
    assertEquals(2, outcome.err().size(), outcome::toString);
    assertTrue(outcome.err().getFirst().startsWith("heddle serve: "), outcome::toString);
    assertTrue(outcome.err().getFirst().contains(said), outcome::toString);
    assertEquals("Try 'heddle serve --help'.", outcome.err().getLast());
  }
}
