package dev.heddle.fetch.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class LargeBuffersTest {
  private final LargeBuffers buffers = new LargeBuffers();

  @Test
  void lend_ofMoreThanThereAre_isEmptyUntilOneIsGivenBack() {
    Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < LargeBuffers.MOST; i++) {
      lent.add(buffers.lend().orElseThrow());
    }
    assertEquals(LargeBuffers.MOST, lent.size());
    assertTrue(buffers.lend().isEmpty());

    ByteBuffer back = lent.iterator().next();
    buffers.giveBack(back);

    assertSame(back, buffers.lend().orElseThrow());
    assertTrue(buffers.lend().isEmpty());
  }
}
