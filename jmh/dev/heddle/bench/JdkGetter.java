package dev.heddle.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;

/** The JDK's client. */
final class JdkGetter implements Getter {
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(executor).build();
  private final List<HttpRequest> requests;

  JdkGetter(List<String> urls) {
    requests =
        urls.stream()
            .map(url -> HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build())
            .toList();
  }

  @Override
  public long get(int index) throws IOException, InterruptedException {
    return client.send(requests.get(index), response -> new Count()).body();
  }

  @Override
  public void close() {
    client.close();
    executor.close();
  }

  /** Counts a body's bytes and keeps none. Confined to one response, whose calls come in turn. */
  private static final class Count implements BodySubscriber<Long> {
    private final CompletableFuture<Long> whole = new CompletableFuture<>();
    private long length;

    @Override
    public CompletionStage<Long> getBody() {
      return whole;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> pieces) {
      for (ByteBuffer piece : pieces) {
        length += piece.remaining();
      }
    }

    @Override
    public void onError(Throwable failure) {
      whole.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      whole.complete(length);
    }
  }
}
