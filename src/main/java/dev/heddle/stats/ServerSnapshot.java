package dev.heddle.stats;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * The server's counters at one moment. Counts are since the start, unless they say otherwise.
 *
 * @param connectionsNow TCP connections that are open
 * @param connectionLimit how many may be; further ones wait in the system's queue
 * @param connections TCP connections accepted and served
 * @param greetings TCP messages greeted
 * @param bytesIn bytes read from TCP connections
 * @param bytesOut bytes written to TCP connections
 * @param closed ended TCP connections by reason; every reason is there
 * @param refused connections not served, by reason; every reason is there
 * @param acceptFailures failed attempts to accept, each followed by a pause
 * @param datagrams datagrams received
 * @param datagramReplies datagrams answered
 * @param dropped datagrams not answered, by reason; every reason is there
 */
public record ServerSnapshot(
    long connectionsNow,
    long connectionLimit,
    long connections,
    long greetings,
    long bytesIn,
    long bytesOut,
    Map<CloseReason, Long> closed,
    Map<RefusalReason, Long> refused,
    long acceptFailures,
    long datagrams,
    long datagramReplies,
    Map<DropReason, Long> dropped) {
  public ServerSnapshot {
    closed = Map.copyOf(closed);
    refused = Map.copyOf(refused);
    dropped = Map.copyOf(dropped);
  }

  /** TCP connections that have ended. */
  public long ended() {
    return total(closed);
  }

  /** One line for people: totals, and those reasons that occurred. */
  public String summary() {
    return "served %s%s, %s, %s in, %s out; refused %d%s; %s; %s, %d answered, %d dropped%s"
        .formatted(
            Counted.of(connections, "connection"),
            reasons(closed),
            Counted.of(greetings, "greeting"),
            Counted.of(bytesIn, "byte"),
            Counted.of(bytesOut, "byte"),
            total(refused),
            reasons(refused),
            Counted.of(acceptFailures, "failed accept"),
            Counted.of(datagrams, "datagram"),
            datagramReplies,
            total(dropped),
            reasons(dropped));
  }

  private static long total(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static <K extends Enum<K>> String reasons(Map<K, Long> counts) {
    String list =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 0)
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> words(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    return list.isEmpty() ? "" : " (" + list + ")";
  }

  private static String words(Enum<?> reason) {
    return reason.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
