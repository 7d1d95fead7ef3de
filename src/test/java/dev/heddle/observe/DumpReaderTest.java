package dev.heddle.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
final class DumpReaderTest {
  @Test
  void dump_ofJava21_isReadWithoutStates() throws Exception {
    List<DumpedContainer> containers =
        read(
            """
            {"threadDump": {"processId": "6560", "threadContainers": [
              {"container": "a\\/b", "parent": "<root>", "owner": "7", "threads": [
                {"tid": "18", "name": "s-0", "stack": [
                  "java.base\\/java.lang.VirtualThread.park(VirtualThread.java:596)",
                  "app\\/\\/dev.X.run(X.java:1)",
                  "java.base\\/java.lang.VirtualThread.run(VirtualThread.java:329)"]}],
               "threadCount": "1"}]}}
            """);

    DumpedContainer container = containers.getFirst();
    DumpedThread thread = container.threads().getFirst();
    assertEquals("a/b", container.id());
    assertEquals(Optional.of("<root>"), container.parent());
    assertEquals(OptionalLong.of(7), container.owner());
    assertEquals(18, thread.id());
    assertEquals(true, thread.isVirtual());
    assertEquals(Optional.empty(), thread.state());
    assertEquals("dev.X.run(X.java:1)", thread.stack().get(1));
    assertEquals("java.lang.VirtualThread.park(VirtualThread.java:596)", thread.stack().get(0));
  }

  @Test
  void dump_ofJava25_isReadWithWhatItsThreadsWaitFor() throws Exception {
    List<DumpedThread> threads =
        read("""
                {"threadDump": {"threadContainers": [
                  {"container": "<root>", "parent": null, "owner": null, "threads": [
                    {"tid": "1", "name": "parks", "state": "WAITING", "virtual": true,
                     "parkBlocker": {"object": "j.Lock@1f", "owner": "2"}, "stack": []},
                    {"tid": 2, "name": "blocks", "state": "BLOCKED", "carrier": "9",
                     "blockedOn": "j.Monitor@2d98a335", "monitorsOwned": [{"depth": 1}],
                     "stack": ["X$$Lambda/0x01.run(Unknown Source)"]}]}]},
                 "new": {"field": [1]}}
                """)
            .getFirst()
            .threads();

    assertEquals(Optional.of("j.Lock"), threads.get(0).waitsFor());
    assertEquals(OptionalLong.of(2), threads.get(0).heldBy());
    assertEquals(Optional.of("WAITING"), threads.get(0).state());
    assertEquals(Optional.of("j.Monitor"), threads.get(1).waitsFor());
    assertEquals("X$$Lambda/0x01.run(Unknown Source)", threads.get(1).stack().getFirst());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"threadDump\": {\"threadContainers\": [{\"container\": \"a\"",
        "{\"threadDump\": {\"threadContainers\": {}}}",
        "{\"threadDump\": {\"threadContainers\": [{\"owner\": \"main\"}]}}"
      })
  void dump_broken_isAnIoException(String text) {
    assertThrows(IOException.class, () -> read(text));
  }

  private static List<DumpedContainer> read(String text) throws IOException {
    return new DumpReader(new StringReader(text)).read();
  }
}
