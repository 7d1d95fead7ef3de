package dev.heddle.server;

import static dev.heddle.server.SourceRate.key;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
final class SourceRateTest {
  private static final long SECOND = 1_000_000_000;
  private static final int TABLE_SIZE = 8_192;

  private final SourceRate rate = new SourceRate(50);
  private long now = 42;

  @Test
  void allows_rateOf50_isABurstOf100() throws Exception {
    assertEquals(100, allowed("192.0.2.1", 1_000));
  }

  @ParameterizedTest
  @CsvSource({"20000000, 1", "19999999, 0", "1000000000, 50", "2000000000, 100", "9000000000, 100"})
  void allows_timeHasPassed_refillsUpToTheBurst(long nanos, int more) throws Exception {
    var unused = allowed("192.0.2.1", 1_000);

    now += nanos;

    assertEquals(more, allowed("192.0.2.1", 1_000));
  }

  @Test
  void allows_steadyExcess_getsTheRate() throws Exception {
    var burst = allowed("192.0.2.1", 1_000);
    int allowed = 0;
    for (int i = 0; i < 10_000; i++) {
      now += SECOND / 1_000;
      allowed += allowed("192.0.2.1", 1);
    }

    assertEquals(100, burst);
    assertEquals(500, allowed, "in ten seconds at 1,000 a second");
  }

  @Test
  void allows_otherAddress_hasABucketOfItsOwn() throws Exception {
    var unused = allowed("192.0.2.1", 1_000);

    assertEquals(100, allowed("192.0.2.2", 1_000));
  }

  @Test
  void allows_addressesOfOneSlash64_shareABucket() throws Exception {
    assertEquals(60, allowed("2001:db8:0:1::1", 60));
    assertEquals(40, allowed("2001:db8:0:1:ffff::2", 60));
    assertEquals(100, allowed("2001:db8:0:2::1", 1_000));
  }

  @Test
  void allows_tableIsFull_forgetsWhomItHasNotSeenForLongest() throws Exception {
    var first = allowed("10.255.0.1", 1_000);
    var second = allowed("10.255.0.2", 1_000);
    for (int i = 0; i < TABLE_SIZE - 2; i++) {
      assertTrue(rate.allows(key(address(i)), now));
    }

    assertFalse(
        rate.allows(key(InetAddress.getByName("10.255.0.1")), now), "seen, so not the oldest");
    assertTrue(
        rate.allows(key(InetAddress.getByName("10.254.0.1")), now), "one more than the table");

    assertEquals(100, first);
    assertEquals(100, second);
    assertEquals(0, allowed("10.255.0.1", 1), "still known");
    assertEquals(100, allowed("10.255.0.2", 1_000), "the oldest was forgotten");
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE - SECOND / 2, Long.MIN_VALUE, -SECOND / 2})
  void allows_tickerOfAnyOrigin_countsDifferencesAlone(long origin) throws Exception {
    now = origin;

    assertEquals(100, allowed("192.0.2.1", 1_000));
    now += SECOND;
    assertEquals(50, allowed("192.0.2.1", 1_000));
  }

  @Test
  void allows_highestRate_isThatMany() throws Exception {
    SourceRate highest = new SourceRate(1_000_000);
    int allowed = 0;
    for (int i = 0; i < 3_000_000; i++) {
      allowed += highest.allows(key(InetAddress.getByName("192.0.2.1")), now) ? 1 : 0;
    }

    assertEquals(2_000_000, allowed);
  }

  /** How many of {@code asked} datagrams at this moment are allowed. */
  private int allowed(String source, int asked) throws UnknownHostException {
    InetAddress address = InetAddress.getByName(source);
    int allowed = 0;
    for (int i = 0; i < asked; i++) {
      allowed += rate.allows(key(address), now) ? 1 : 0;
    }
    return allowed;
  }

  private static InetAddress address(int number) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
  }
}
