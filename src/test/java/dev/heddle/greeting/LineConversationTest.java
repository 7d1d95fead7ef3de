package dev.heddle.greeting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Conversation.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
final class LineConversationTest {
  private static final String REFUSAL = "Error: message longer than 8 bytes\n";

  @Test
  void line_eachTerminator_comesBackWithTheGreeting() {
    Dialogue dialogue = Dialogue.lines(8, "a\nb\r\nc");

    assertEquals("Hello, a!\nHello, b!\r\nHello, c!", dialogue.replies());
    assertEquals(3, dialogue.conversation().greetings());
  }

  @Test
  void line_carriageReturnsThatEndNothing_areTheName() {
    Dialogue dialogue = Dialogue.lines(8, "a\rb\n\r\r\nc\r");

    assertEquals("Hello, a\rb!\nHello, \r!\r\nHello, c\r!", dialogue.replies());
  }

  @Test
  void line_terminatorSplitOverReads_isOneTerminator() {
    Dialogue dialogue = Dialogue.lines(8, "a", "\r", "\nb\r", "\n", "c\n");

    assertEquals("Hello, a!\r\nHello, b!\r\nHello, c!\n", dialogue.replies());
  }

  @Test
  void line_empty_isGreeted() {
    assertEquals("Hello, !\nHello, !\r\n", Dialogue.lines(8, "\n\r\n").replies());
  }

  @Test
  void line_everyByteButNewline_survivesWhole() {
    StringBuilder every = new StringBuilder();
    for (char value = 0; value < 256; value++) {
      every.append(value == '\n' ? "" : String.valueOf(value));
    }

    String replies = Dialogue.lines(255, every + "\n").replies();

    assertEquals("Hello, " + every + "!\n", replies);
  }

  @Test
  void stream_endsWithNothingHeld_noFurtherReply() {
    Dialogue dialogue = Dialogue.lines(8, "a\n");

    assertEquals("Hello, a!\n", dialogue.replies());
    assertEquals(Next.READ, dialogue.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", ""})
  void limit_messageOfExactlyThat_isGreeted(String terminator) {
    String message = "12345678" + terminator;

    assertEquals("Hello, 12345678!" + terminator, Dialogue.lines(8, message).replies());
    assertEquals(
        "Hello, 12345678!" + terminator,
        Dialogue.of(Framing.LINE, 8).sendBytewise(message).end().replies());
  }

  @Test
  void limit_carriageReturnAndNewlineSplitAtIt_isGreeted() {
    assertEquals("Hello, 12345678!\r\n", Dialogue.lines(8, "12345678\r", "\n").replies());
    assertEquals("Hello, 12345678!\r\n", Dialogue.lines(8, "12345678", "\r\n").replies());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"123456789", "123456789\n", "123456789\r\n", "12345678\r", "12345678\rx\n"})
  void limit_oneByteMore_isRefusedHoweverItCame(String message) {
    Dialogue whole = Dialogue.lines(8, message);
    Dialogue bytewise = Dialogue.of(Framing.LINE, 8).sendBytewise(message).end();

    assertEquals(REFUSAL, whole.replies());
    assertEquals(Next.TOO_LONG, whole.next());
    assertEquals(REFUSAL, bytewise.replies());
    assertEquals(Next.TOO_LONG, bytewise.next());
  }

  @Test
  void limit_exceededWithoutNewline_isRefusedAtTheFirstByteTooMany() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8).send("12345678");

    assertEquals(Next.READ, dialogue.next());

    dialogue.send("9");

    assertEquals(Next.TOO_LONG, dialogue.next());
  }

  @Test
  void limit_exceededAfterWholeLines_thoseAreAnsweredFirst() {
    Dialogue dialogue = Dialogue.lines(8, "a\n123456789\nb\n");

    assertEquals("Hello, a!\n" + REFUSAL, dialogue.replies());
    assertEquals(Next.TOO_LONG, dialogue.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit", "exit\n", "exit\r\n"})
  void exit_exactly_endsWithoutReply(String message) {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8).sendBytewise("a\n" + message).end();

    assertEquals("Hello, a!\n", dialogue.replies());
    assertEquals(Next.EXIT, dialogue.next());
  }

  @Test
  void room_growsWithWhatComesAtOnceAndShrinksAgain() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8_192);
    String burst = "Heddle\n".repeat(16);

    dialogue.send(burst).send(burst);
    assertTrue(dialogue.conversation().makeRoom() >= burst.length());

    for (int i = 0; i < 16; i++) {
      dialogue.send("Heddle\n");
    }
    assertEquals(64, dialogue.conversation().makeRoom());
    assertEquals("Hello, Heddle!\n".repeat(48), dialogue.replies());
  }

  /** As of a peer that pipelines without end: each read is full, and ends amid a message. */
  @Test
  void room_ofReadsThatEndAmidMessages_growsToo() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8_192);

    dialogue.send("Heddle\n".repeat(10_000) + "Hed");

    assertTrue(dialogue.conversation().makeRoom() > 4_000);
    assertTrue(dialogue.sharing().makeRoom() > 4_000);
    dialogue.send("dle\n");
    assertEquals("Hello, Heddle!\n".repeat(10_001), dialogue.replies());
  }

  @Test
  void exit_amongLines_dropsWhatFollows() {
    Dialogue dialogue = Dialogue.lines(8, "a\nexit\nb\n");

    assertEquals("Hello, a!\n", dialogue.replies());
    assertEquals(Next.EXIT, dialogue.next());
  }

  @ParameterizedTest
  @ValueSource(strings = {"exit ", " exit", "exit\r", "EXIT", "exi", "exitt", "exit\0"})
  void exit_almost_isAName(String name) {
    Dialogue dialogue = Dialogue.lines(8, name + "x\n");

    assertEquals("Hello, " + name + "x!\n", dialogue.replies());
    assertEquals("Hello, " + name + "!", Dialogue.lines(8, name).replies());
  }
}
