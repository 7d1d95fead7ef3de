package dev.heddle.web;

import dev.heddle.stats.Latencies;
import dev.heddle.stats.ServerSnapshot;
import dev.heddle.web.http.Handler;
import dev.heddle.web.http.Request;
import dev.heddle.web.http.Response;
import dev.heddle.web.http.Status;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;

/** The counters for Prometheus, in its text format 0.0.4. */
public final class MetricsPage implements Handler {
  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private final Supplier<ServerSnapshot> server;
  private final Supplier<Latencies> handling;
  private final Supplier<Latencies> sessions;
  private final String version;

  /**
   * @param handling how long the server took to answer what it had read
   * @param sessions how long the ended connections lasted
   * @param version Heddle's
   */
  public MetricsPage(
      Supplier<ServerSnapshot> server,
      Supplier<Latencies> handling,
      Supplier<Latencies> sessions,
      String version) {
    this.server = server;
    this.handling = handling;
    this.sessions = sessions;
    this.version = version;
  }

  @Override
  public Response handle(Request request) {
    MetricSnapshots.Builder metrics = MetricSnapshots.builder();
    ServerMetrics.addTo(metrics, server.get());
    ServerMetrics.addTimes(metrics, handling.get(), sessions.get());
    ProcessMetrics.addTo(metrics, version);
    ByteArrayOutputStream text = new ByteArrayOutputStream(16_384);
    try {
      WRITER.write(text, metrics.build(), EscapingScheme.DEFAULT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Response.Whole(Status.OK, WRITER.getContentType(), List.of(), text.toByteArray());
  }
}
