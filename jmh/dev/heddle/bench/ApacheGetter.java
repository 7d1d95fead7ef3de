package dev.heddle.bench;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.util.Timeout;

/** Apache's classic client, the minimal one. */
final class ApacheGetter implements Getter {
  private static final int PIECE = 8_192;

  private final MinimalHttpClient client;
  private final List<String> urls;

  ApacheGetter(List<String> urls, int connections) {
    PoolingHttpClientConnectionManager pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(connections)
            .setMaxConnTotal(connections)
            .setDefaultConnectionConfig(
                ConnectionConfig.custom().setSocketTimeout(Timeout.of(LIMIT)).build())
            .build();
    this.client = HttpClients.createMinimal(pool);
    this.urls = List.copyOf(urls);
  }

  @Override
  public long get(int index) throws IOException {
    return client.execute(new HttpGet(urls.get(index)), ApacheGetter::length);
  }

  @Override
  public void close() throws IOException {
    client.close();
  }

  private static long length(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] piece = new byte[PIECE];
    long length = 0;
    try (InputStream in = entity.getContent()) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        length += count;
      }
    }
    return length;
  }
}
