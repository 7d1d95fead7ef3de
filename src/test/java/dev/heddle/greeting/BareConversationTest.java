package dev.heddle.greeting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heddle.greeting.Conversation.Next;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing auto, and what the arrays of a conversation cost. */
@Timeout(30)
final class BareConversationTest {
  @Test
  void auto_tutorialsNames_eachReadIsAMessage() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("Michael").pause();

    dialogue.send("Tracy").send("Sarah");

    assertEquals("Hello, Michael!Hello, Tracy!Hello, Sarah!", dialogue.replies());
    assertEquals(Next.EXIT, dialogue.send("exit").next());
  }

  @Test
  void auto_firstBytesWithoutNewline_areHeldForTheGrace() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("Mich");

    assertEquals(Next.WAIT, dialogue.next());
    assertEquals("", dialogue.replies());
    assertTrue(dialogue.conversation().isMidMessage());
  }

  @Test
  void auto_newlineWithinTheGrace_speaksLinesFromThenOn() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("Mich").send("ael\nTra");

    assertEquals("Hello, Michael!\n", dialogue.replies());
    assertEquals(Next.READ, dialogue.next());

    dialogue.send("cy\n");

    assertEquals("Hello, Michael!\nHello, Tracy!\n", dialogue.replies());
  }

  @Test
  void auto_newlineAfterTheGrace_isPartOfOneMessage() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("a").pause().send("b\nc\n");

    assertEquals("Hello, a!Hello, b\nc!\n", dialogue.replies());
  }

  @Test
  void auto_endWithinTheGrace_isTheLastMessage() {
    assertEquals("Hello, a!", Dialogue.of(Framing.AUTO, 8192).send("a").end().replies());
    assertEquals(Next.EXIT, Dialogue.of(Framing.AUTO, 8192).send("exit").end().next());
  }

  @Test
  void auto_exitAsFirstBareMessage_endsAfterTheGrace() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("exit");

    assertEquals(Next.WAIT, dialogue.next());
    assertEquals(Next.EXIT, dialogue.pause().next());
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 64, 65, 127, 128, 129, 1000, 8191, 8192})
  void bare_nameLongerThanTheStartBuffer_isOneMessage(int length) {
    String name = "n".repeat(length);
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8192).send("a").pause();

    dialogue.send(name).send("b");

    assertEquals("Hello, a!Hello, " + name + "!Hello, b!", dialogue.replies());
  }

  @Test
  void bare_firstNameLongerThanTheStartBuffer_isOneMessage() {
    String name = "n".repeat(1000);

    assertEquals(
        "Hello, " + name + "!",
        Dialogue.of(Framing.AUTO, 8192).send(name).pause().send("").replies());
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 64, 100})
  void bare_readOverTheLimit_isSeveralMessages(int limit) {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, limit).send("a").pause();

    dialogue.send("n".repeat(limit) + "rest");

    assertEquals("Hello, a!Hello, " + "n".repeat(limit) + "!Hello, rest!", dialogue.replies());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void auto_firstLineOfExactlyTheLimit_isALine(String terminator) {
    String line = "12345678" + terminator;

    String whole = Dialogue.of(Framing.AUTO, 8).send(line + "a\nb\n").replies();
    String bytewise = Dialogue.of(Framing.AUTO, 8).sendBytewise(line + "a\nb\n").replies();

    assertEquals("Hello, 12345678!" + terminator + "Hello, a!\nHello, b!\n", whole);
    assertEquals(whole, bytewise);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"123456789", "1234567890123456789012", "123456789\n", "12345678901\r\na\n"})
  void auto_firstMessageOverTheLimit_isRefused(String input) {
    String whole = Dialogue.of(Framing.AUTO, 8).send(input).replies();
    Dialogue bytewise = Dialogue.of(Framing.AUTO, 8).sendBytewise(input);

    assertEquals("Error: message longer than 8 bytes\n", whole);
    assertEquals(whole, bytewise.replies());
    assertEquals(Next.TOO_LONG, bytewise.next());
  }

  @Test
  void auto_carriageReturnAtTheLimitAndNoMore_isRefusedWhenNoNewlineComes() {
    Dialogue dialogue = Dialogue.of(Framing.AUTO, 8).send("12345678\r");

    assertEquals(Next.WAIT, dialogue.next());
    assertEquals("Error: message longer than 8 bytes\n", dialogue.pause().replies());
  }

  @Test
  void arrays_ofAFreshConversation_areSmall() {
    Conversation conversation = new Conversation(Framing.LINE, 8192);

    assertEquals(0, conversation.input().length);
    assertEquals("Welcome!\n".length(), conversation.output().length);
    assertEquals(64, conversation.makeRoom());
    assertFalse(conversation.isLarge());
  }

  @Test
  void arrays_underALineThatNeverEnds_holdTheLimitAndNoMore() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8192).send("x".repeat(1 << 20));

    assertEquals(Next.TOO_LONG, dialogue.next());
    assertTrue(dialogue.conversation().input().length <= 8194);
  }

  @Test
  void shrink_afterLargeMessages_givesTheArraysBack() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8192).send("x".repeat(8000) + "\n");
    assertTrue(dialogue.conversation().isLarge());

    dialogue.shrink();

    assertFalse(dialogue.conversation().isLarge());
    assertEquals(0, dialogue.conversation().input().length);
  }

  @Test
  void arrays_whereOthersWork_areHeldForAPartialMessageAlone() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8192).send("a\n");
    assertEquals(0, dialogue.sharing().input().length);
    assertEquals(0, dialogue.sharing().output().length);

    dialogue.send("b\npart");
    assertEquals(64, dialogue.sharing().input().length);

    dialogue.send("ial\n");
    assertEquals(0, dialogue.sharing().input().length);
    assertEquals("Hello, a!\nHello, b!\nHello, partial!\n", dialogue.replies());
  }

  @Test
  void shrink_midMessage_losesNothing() {
    String half = "x".repeat(4000);
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8192).send(half).shrink();

    dialogue.send(half + "\n");

    assertEquals("Hello, " + half + half + "!\n", dialogue.replies());
  }

  @Test
  void arrays_afterALongLineAndManyShortOnes_shrinkByThemselves() {
    Dialogue dialogue = Dialogue.of(Framing.LINE, 8192).send("x".repeat(8000) + "\n");

    for (int i = 0; i < 10; i++) {
      dialogue.send("a\n");
    }

    assertEquals(64, dialogue.conversation().input().length);
    assertTrue(dialogue.replies().endsWith("Hello, a!\n".repeat(10)));
  }
}
