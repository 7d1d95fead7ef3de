package dev.heddle.web;

import dev.heddle.stats.Latencies;
import dev.heddle.stats.ServerSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.stream.LongStream;

/** What the server has counted, as metrics. */
final class ServerMetrics {
  private static final long MICRO = 1_000;
  private static final long SECOND = 1_000_000_000;

  /** From 1 us to 4 s, each four times the one before. */
  private static final long[] HANDLING =
      LongStream.iterate(MICRO, bound -> 4 * bound).limit(12).toArray();

  private static final long[] SESSIONS =
      LongStream.of(1, 10, 100, 1_000, 10_000, 60_000, 600_000, 3_600_000)
          .map(millis -> millis * SECOND / 1_000)
          .toArray();

  private ServerMetrics() {}

  static void addTo(MetricSnapshots.Builder metrics, ServerSnapshot now) {
    metrics
        .metricSnapshot(
            Metrics.gauge(
                "heddle_connections", "Open TCP connections.", (double) now.connectionsNow()))
        .metricSnapshot(
            Metrics.gauge(
                "heddle_connections_limit",
                "How many TCP connections may be open; further ones wait.",
                (double) now.connectionLimit()))
        .metricSnapshot(
            Metrics.counter(
                "heddle_connections_served", "TCP connections served.", now.connections()))
        .metricSnapshot(
            Metrics.counters(
                "heddle_connections_closed",
                "Ended TCP connections by what ended them.",
                now.closed()))
        .metricSnapshot(
            Metrics.counters(
                "heddle_connections_refused", "TCP connections not served, by why.", now.refused()))
        .metricSnapshot(
            Metrics.counter(
                "heddle_accept_failures",
                "Failed attempts to accept, each followed by a pause.",
                now.acceptFailures()))
        .metricSnapshot(
            Metrics.counter("heddle_greetings", "Messages greeted over TCP.", now.greetings()))
        .metricSnapshot(
            Metrics.counter("heddle_received_bytes", "Bytes read over TCP.", now.bytesIn()))
        .metricSnapshot(
            Metrics.counter("heddle_sent_bytes", "Bytes written over TCP.", now.bytesOut()))
        .metricSnapshot(Metrics.counter("heddle_datagrams", "Datagrams received.", now.datagrams()))
        .metricSnapshot(
            Metrics.counter(
                "heddle_datagram_replies", "Datagrams answered.", now.datagramReplies()))
        .metricSnapshot(
            Metrics.counters(
                "heddle_datagrams_dropped", "Datagrams not answered, by why.", now.dropped()));
  }

  static void addTimes(MetricSnapshots.Builder metrics, Latencies handling, Latencies sessions) {
    metrics
        .metricSnapshot(
            Metrics.histogram(
                "heddle_handling_duration_seconds",
                "From the end of a read over TCP to the end of the write that answers it; while"
                    + " the server is busy, of one read in 16.",
                handling,
                HANDLING))
        .metricSnapshot(
            Metrics.histogram(
                "heddle_session_duration_seconds",
                "How long ended TCP connections lasted.",
                sessions,
                SESSIONS));
  }
}
