package dev.heddle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.heddle.client.GreetException;
import dev.heddle.client.GreetingClient;
import dev.heddle.client.Reply;
import dev.heddle.client.Target;
import dev.heddle.client.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One conversation: what the server says is printed as it comes, what goes wrong is told. Runs on
 * one thread; {@link #summary} may be called from another.
 */
final class GreetRun implements Callable<ExitCode> {
  private static final int MOST_NAMES_TOLD = 10;
  private static final int MOST_CHARACTERS_TOLD = 40;

  private final Transport transport;
  private final Target target;
  private final Duration timeout;
  private final Names names;
  private final Streams streams;
  private final Consumer<String> complain;
  private final AtomicLong greeted = new AtomicLong();
  private byte @Nullable [] asked;
  private boolean failed;

  GreetRun(
      Transport transport,
      Target target,
      Duration timeout,
      Names names,
      Streams streams,
      Consumer<String> complain) {
    this.transport = transport;
    this.target = target;
    this.timeout = timeout;
    this.names = names;
    this.streams = streams;
    this.complain = complain;
  }

  @Override
  public ExitCode call() {
    try (GreetingClient client = transport.open(target, timeout)) {
      print(client.welcome(), "began with something else than the welcome");
      greetAll(client);
      print(client.farewell(), "sent something after the end");
    } catch (IOException e) {
      failed = true;
      complain.accept(e.getMessage() + unanswered());
    }
    return failed ? ExitCode.FAILURE : ExitCode.DONE;
  }

  /** What has been done so far, as a part of a sentence. */
  String summary() {
    long count = greeted.get();
    return count == 1 ? "1 name greeted" : count + " names greeted";
  }

  private void greetAll(GreetingClient client) throws IOException {
    for (Optional<byte[]> next = names.next(); next.isPresent(); next = names.next()) {
      byte[] name = next.get();
      if (transport.isExit(name)) {
        complain.accept(
            "'exit' ends the conversation and is not greeted; nothing after it was sent");
        return;
      }
      asked = name;
      Optional<String> objection = transport.objection(name);
      if (objection.isPresent()) {
        throw new IOException("the name " + shown(name) + " " + objection.get());
      }
      Reply reply = ask(client, name);
      asked = null;
      if (reply.isExpected()) {
        greeted.incrementAndGet();
      }
      print(reply, "answered " + shown(name) + " with something else than its greeting");
    }
  }

  private Reply ask(GreetingClient client, byte[] name) throws IOException {
    try {
      return client.greet(name);
    } catch (GreetException e) {
      print(e.received());
      throw e;
    }
  }

  private void print(Reply reply, String ifUnexpected) throws IOException {
    print(reply.bytes());
    if (!reply.isExpected()) {
      failed = true;
      complain.accept(target + " " + ifUnexpected);
    }
  }

  /** Prints what came, on a line of its own. */
  private void print(byte[] bytes) throws IOException {
    if (bytes.length > 0) {
      byte[] line = bytes;
      if (bytes[bytes.length - 1] != '\n') {
        line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
      }
      streams.print(line);
    }
  }

  private String unanswered() {
    List<byte[]> left = new ArrayList<>(names.rest());
    if (asked != null) {
      left.addFirst(asked);
    }
    if (left.isEmpty()) {
      return "";
    }
    String told =
        left.stream().limit(MOST_NAMES_TOLD).map(GreetRun::shown).collect(Collectors.joining(", "));
    int more = left.size() - MOST_NAMES_TOLD;
    return "; not answered: " + told + (more > 0 ? " and " + more + " more" : "");
  }

  /** A name as people read it: on one line, and cut off when it gets long. */
  static String shown(byte[] name) {
    int most = 4 * MOST_CHARACTERS_TOLD;
    String text =
        new String(name, 0, Math.min(name.length, most), UTF_8).replaceAll("\\p{Cntrl}", "?");
    return text.length() > MOST_CHARACTERS_TOLD
        ? "'" + text.substring(0, MOST_CHARACTERS_TOLD) + "...'"
        : "'" + text + "'";
  }
}
